#!/bin/sh
# Makes the certificates beside it anew, with OpenSSL 3. No private key is kept.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > ca.cnf <<'CNF'
[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[server]
basicConstraints = critical, CA:FALSE
subjectAltName = DNS:wiki.corp.internal
CNF
: > index.txt
echo 1000 > serial

# NAME COMMON-NAME EXTENSIONS FROM TO [ISSUER]
certificate() {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 \
        -keyout "$1.key" -out "$1.csr" -subj "/CN=$2" 2> log
    if [ $# -eq 6 ]; then
        by="-cert $6.pem -keyfile $6.key"
    else
        by="-selfsign -keyfile $1.key"
    fi
    # shellcheck disable=SC2086
    openssl ca -config ca.cnf -batch -notext $by -in "$1.csr" -out "$1.pem" \
        -extensions "$3" -startdate "$4" -enddate "$5" 2> log
}

certificate authority "Example Corp Root" authority 20200101000000Z 21200101000000Z
certificate expired "Example Corp Root of Old" authority 20150101000000Z 20210101000000Z
certificate future "Example Corp Root to Come" authority 20900101000000Z 21200101000000Z
certificate ends "Example Corp Root of 2027" authority 20200101000000Z 20270101000000Z
certificate server "wiki.corp.internal" server 20200101000000Z 21200101000000Z authority
certificate self-signed "wiki.corp.internal" server 20200101000000Z 21200101000000Z

cp authority.pem expired.pem future.pem ends.pem server.pem self-signed.pem "$here"
openssl x509 -in authority.pem -outform der -out "$here/authority.der"
openssl x509 -in authority.pem -trustout -out "$here/trusted.pem"
openssl crl2pkcs7 -nocrl -certfile authority.pem -out "$here/authority.p7b"
openssl pkcs12 -export -nokeys -in authority.pem -passout pass:none -out "$here/authority.p12"
