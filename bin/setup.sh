# Sourced by the scripts beside it: goes to the project's root, installs what package-lock.json names when that has not
# happened yet, and puts the project's own Node first on the PATH.

cd "$(dirname "$0")/.."

installed=.azora/installed-package-lock.json

if ! [ -x node_modules/.bin/node ] || ! cmp -s package-lock.json "$installed"; then
  if ! command -v npm >/dev/null; then
    echo "npm is missing: install Node.js 20 or newer (https://nodejs.org)." >&2
    exit 1
  fi
  echo "Installing dependencies ..."
  # No warnings: most are about the machine's own Node, which does nothing but this installation.
  npm ci --include=dev --no-audit --no-fund --no-update-notifier --loglevel=error
  mkdir -p .azora
  cp package-lock.json "$installed"
fi

PATH="$PWD/node_modules/.bin:$PATH"
export PATH
