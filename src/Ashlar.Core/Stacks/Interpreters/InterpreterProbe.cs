namespace Ashlar.Core.Stacks.Interpreters;

/// <summary>The one command that asks all Pythons of a machine what they have, and what it answers.</summary>
internal static class InterpreterProbe
{
    private const string Mark = "ashlar-python";

    /// <summary>The shell line. Candidates in order: the project's own environments, PATH, the system's, version managers'.</summary>
    public static string Line(string[] imports, string[] tools)
    {
        var names = string.Join(' ', imports.Concat(tools).Distinct(StringComparer.Ordinal));
        return $$"""
            probe='
            import sys, os, importlib.util as u
            def has(m):
                try: return u.find_spec(m) is not None
                except Exception: return False
            sys.path[:] = [p for p in sys.path if p not in ("", os.getcwd())]
            std = getattr(sys, "stdlib_module_names", ())
            d = os.path.dirname(sys.executable)
            def own(t):
                try:
                    with open(os.path.join(d, t), "rb") as f: return b"python" in f.readline(200)
                except OSError: return False
            names = sys.argv[2:]
            print("{{Mark}}", sys.argv[1], ".".join(map(str, sys.version_info[:3])),
                  ",".join(m for m in names if m in std), ",".join(m for m in names if m not in std and has(m)),
                  ",".join(m for m in names if own(m)), sys.executable, sep="\t")
            '
            for p in .venv/bin/python venv/bin/python env/bin/python "${VIRTUAL_ENV:+$VIRTUAL_ENV/bin/python}" */.venv/bin/python */*/.venv/bin/python "$(command -v python3)" "$(command -v python)" /usr/bin/python3 /usr/local/bin/python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3; do
              [ -n "$p" ] && [ -x "$p" ] || continue
              w=other; [ "$p" = "$(command -v python3)" ] && w=first
              "$p" -I -c "$probe" "$w" {{names}} 2>/dev/null
            done
            exit 0
            """;
    }

    /// <summary>The Pythons that answered, in the order asked.</summary>
    public static List<Interpreter> Read(string output, IReadOnlyList<string> imports)
    {
        var found = new List<Interpreter>();
        foreach (var line in output.Split('\n'))
        {
            if (line.Split('\t') is not [Mark, var where, var version, var standard, var present, var programs, var path])
            {
                continue;
            }

            var known = present.Split(',', StringSplitOptions.RemoveEmptyEntries);
            var own = standard.Split(',', StringSplitOptions.RemoveEmptyEntries);
            if (found.Exists(python => python.Path == path.Trim()))
            {
                continue;
            }

            found.Add(
                new Interpreter(path.Trim(), version)
                {
                    Present = [.. imports.Where(name => known.Contains(name, StringComparer.Ordinal))],
                    Missing =
                    [
                        .. imports.Where(name =>
                            !known.Contains(name, StringComparer.Ordinal) && !own.Contains(name, StringComparer.Ordinal)
                        ),
                    ],
                    Modules =
                    [
                        .. known.Where(name => name is "pytest" or "coverage" or "black" or "isort" or "flake8" or "mypy" or "ruff"),
                    ],
                    Programs = programs.Split(',', StringSplitOptions.RemoveEmptyEntries),
                    IsFirstOnPath = where == "first",
                }
            );
        }

        return found;
    }
}
