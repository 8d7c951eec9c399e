$ErrorActionPreference = "Stop"
$env:RUST_LOG = 'debug'
cargo test --all `
  --locked; if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
@echo off
set A=b & cargo test %A% || exit /b 1
if errorlevel 1 exit 1
call x.cmd ^
  --all
foreach ($x in 'a','b') { cargo test -p $x }
