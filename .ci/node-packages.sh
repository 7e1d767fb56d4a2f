# Fetches the runners of node that tests run, once, into a cache outside of the repository. Read by ./test.

# Prints the folder that holds node_modules. Fails, saying why, where they cannot be had; tests that need them are then skipped.
node_packages() {
    local list=tests/node-packages/package.json cache fresh
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/ashlar-tests/node-$(sha256sum "$list" | cut -c 1-16)
    if [[ ! -d $cache/node_modules ]]; then
        if ! command -v npm >/dev/null; then
            echo "npm is not installed" >&2
            return 1
        fi

        mkdir -p "$(dirname "$cache")"
        fresh=$(mktemp -d "$cache.XXXXXX")
        cp "$list" "$fresh"
        # Nothing of the packages runs before a test runs it in the sandbox.
        if ! timeout 600 npm install --prefix "$fresh" --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel error >&2; then
            rm -rf "$fresh"
            echo "npm cannot fetch them" >&2
            return 1
        fi

        # Whole or not at all; another run may have been faster.
        mv -T "$fresh" "$cache" 2>/dev/null || rm -rf "$fresh"
    fi

    echo "$cache"
}
