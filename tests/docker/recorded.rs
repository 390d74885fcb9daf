//! What Docker Desktop and podman answer, recorded.
