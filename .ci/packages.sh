# Installs Debian packages where that is allowed, and otherwise says what is missing. Read by ./ashlar and ./test.

# Prints those of the given packages that are not installed; all of them where there is no dpkg.
missing_packages() {
    local package
    for package in "$@"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || echo "$package"
    done
}

# Installs the given packages. Fails with a message that names them when it cannot.
install_packages() {
    local apt=()
    if command -v apt-get >/dev/null; then
        if ((EUID == 0)); then
            apt=(env DEBIAN_FRONTEND=noninteractive apt-get)
        elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            apt=(sudo -n env DEBIAN_FRONTEND=noninteractive apt-get)
        fi
    fi

    if ((${#apt[@]} == 0)); then
        echo "missing: $*. On Debian or Ubuntu: sudo apt-get install $*" >&2
        return 1
    fi

    echo "installing $*" >&2
    if ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; then
        "${apt[@]}" update -qq >&2
    fi

    if ! "${apt[@]}" install -y -qq --no-install-recommends "$@" >&2; then
        # The package lists may be older than the archive.
        if ! "${apt[@]}" update -qq >&2 || ! "${apt[@]}" install -y -qq --no-install-recommends "$@" >&2; then
            echo "could not be installed: $*" >&2
            return 1
        fi
    fi
}
