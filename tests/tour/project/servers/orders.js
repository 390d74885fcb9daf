// The orders server of the tour: it is only named, never started.
