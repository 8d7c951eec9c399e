# all of it
{
  description = ''many
    ''${not} and ${"yes"} '''quotes'' ;
  inputs = { nixpkgs.url = "github:NixOS/nixpkgs"; crane = { url = "github:ipetkov/crane"; inputs.nixpkgs.follows = "nixpkgs"; }; };
  outputs = { self, nixpkgs, crane, ... }@inputs:
    let
      inherit (nixpkgs) lib; inherit (inputs.x or { }) a "b c";
      pkgs = import nixpkgs { system = "x86_64-linux"; overlays = [ (final: prev: { }) ]; };
      craneLib = crane.mkLib pkgs; src = lib.cleanSource ./.;
      f = x: y: if x == y && !(x ? a.b) || x -> y then x // { z = 1.5e3; } else assert x != null; y ++ [ ./x.nix ../y <nixpkgs> ~/z ];
    in rec {
      packages = lib.genAttrs [ "x86_64-linux" ] (system: rec {
        default = craneLib.buildPackage { inherit src; pname = "x"; version = "1.0.0"; cargoLock.lockFile = ./Cargo.lock; };
        image = pkgs.dockerTools.buildLayeredImage { name = "x"; config.Cmd = [ "${default}/bin/x" ]; };
        "quoted ${"name"}" = with pkgs; callPackage ./package.nix { };
      });
      checks.x86_64-linux = { t = craneLib.cargoTest { inherit src; }; c = craneLib.cargoClippy { cargoClippyExtraArgs = "-- -D warnings"; }; };
      devShells = { }; nixosModules.default = { config, ... }: { virtualisation.oci-containers.containers.x.image = "x"; };
    };
}
