#!/usr/bin/env -S bash -e
set -euo pipefail
shopt -s nullglob; trap 'echo "failed at $LINENO"' ERR
readonly DIR="${1:-$(dirname "$0")}" ; FLAGS=(--all --locked); export RUST_LOG=debug
# a comment `with` $(things)
log() { printf '%s\n' "$*" >&2; return 0; }
function step { local name=$1; shift; log "$name"; "$@" || { log "no"; exit 1; }; }
cd "$DIR" && pushd crates >/dev/null
if [[ -n "${CI:-}" && $# -gt 0 ]]; then cargo test "${FLAGS[@]}"; elif ! command -v cargo; then exit 0; else cargo test || true; fi
for crate in a b "$@"; do (cd "$crate" && cargo test -p "$crate" --no-run) & done; wait
while read -r line; do case "$line" in a|b*) cargo check ;; *) : ;; esac; done < <(ls *.toml)
cat <<-'EOF' | tr a b > out.txt 2>&1
	cargo test $NOT
	EOF
cat <<A <<B
$(cargo metadata | jq -r '.packages[].name')
A
`cargo test`
B
x=$((1 + 2 * (3))); y=${x#*.}; z=${y//a/b}; w="${z:0:3}$'\t'"
step test env A=b timeout 60 nice cargo nextest run --profile ci \
  --no-fail-fast |& tee log; [ "${PIPESTATUS[0]}" -eq 0 ]
eval "cargo test $x"; bash -c 'set -e; cargo test; true'; source ./env.sh; . ./env.sh
cargo test; status=$?; if [ $status -ne 0 ]; then exit $status; fi
{ cargo doc; } && ! cargo audit || exit 1
