namespace Ashlar.Core.Sandboxes.Host;

/// <summary>
/// Tools that the user installed below HOME, such as pyenv, nvm, rustup or uv: commands need the whole installation, not only the folder
/// that is in PATH, but never the credentials in it.
/// </summary>
/// <param name="Folders">Absolute folders to show read-only.</param>
/// <param name="Hidden">Absolute files and folders in them that stay hidden because they hold credentials.</param>
/// <param name="Variables">The variables by which the tools find their installation when HOME is another one.</param>
internal sealed record ToolRoots(IReadOnlyList<string> Folders, IReadOnlyList<string> Hidden, IReadOnlyDictionary<string, string> Variables)
{
    // Folder below HOME, variable that names it (or none), files in it that hold credentials.
    private static readonly (string Folder, string? Variable, string[] Credentials)[] Known =
    [
        (".pyenv", "PYENV_ROOT", []),
        (".rbenv", "RBENV_ROOT", []),
        (".nodenv", "NODENV_ROOT", []),
        (".nvm", "NVM_DIR", []),
        (".asdf", "ASDF_DATA_DIR", []),
        (".volta", "VOLTA_HOME", []),
        (".bun", "BUN_INSTALL", []),
        (".deno", "DENO_INSTALL", []),
        (".rustup", "RUSTUP_HOME", []),
        (".cargo", "CARGO_HOME", ["credentials", "credentials.toml", "config", "config.toml"]),
        (".dotnet", "DOTNET_ROOT", ["corefx"]),
        (".sdkman", "SDKMAN_DIR", []),
        (".ghcup", null, []),
        (".local/bin", null, []),
        (".local/lib", null, []),
        (".local/pipx", null, []),
        (".local/share/pipx", null, []),
        (".local/share/uv", null, ["credentials"]),
        (".local/share/mise", "MISE_DATA_DIR", []),
        (".local/share/fnm", "FNM_DIR", []),
        (".local/share/pnpm", "PNPM_HOME", []),
    ];

    private static readonly string[] ActiveEnvironments = ["VIRTUAL_ENV", "CONDA_PREFIX"];

    /// <summary>No such tools.</summary>
    public static ToolRoots None { get; } = new([], [], new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Finds them: known installations, and whatever else below HOME is in PATH.</summary>
    /// <param name="home">The user's home folder.</param>
    /// <param name="searchPath">The absolute entries of PATH.</param>
    /// <param name="variable">Looks a variable of the user's environment up, for installations that lie elsewhere.</param>
    public static ToolRoots Find(string home, IReadOnlyList<string> searchPath, Func<string, string?> variable)
    {
        var folders = new List<string>();
        var hidden = new List<string>();
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (folder, name, credentials) in Known)
        {
            var path = name is not null && variable(name) is { } set && set.StartsWith('/') ? set.TrimEnd('/') : Path.Combine(home, folder);
            if (path.Length > 1 && Directory.Exists(path) && !string.Equals(path, home, StringComparison.Ordinal))
            {
                folders.Add(path);
                hidden.AddRange(credentials.Select(file => Path.Combine(path, file)).Where(Path.Exists));
                if (name is not null && (name != "DOTNET_ROOT" || File.Exists(Path.Combine(path, "dotnet"))))
                {
                    variables[name] = path;
                }
            }
        }

        foreach (var (name, path) in Environments(home, searchPath, variable))
        {
            folders.Add(path);
            if (name.Length > 0)
            {
                variables[name] = path;
            }
        }

        folders.AddRange(
            searchPath
                .Select(entry => entry.TrimEnd('/'))
                .Where(entry => entry.StartsWith($"{home}/", StringComparison.Ordinal) && Directory.Exists(entry))
                .Where(entry => !folders.Exists(folder => IsWithin(entry, folder)))
        );
        return new ToolRoots(folders, hidden, variables);
    }

    /// <summary>The same with further variables, which win.</summary>
    public ToolRoots With(IReadOnlyDictionary<string, string> more)
    {
        if (more.Count == 0)
        {
            return this;
        }

        var all = new Dictionary<string, string>(Variables, StringComparer.Ordinal);
        foreach (var (name, value) in more)
        {
            all[name] = value;
        }

        return this with
        {
            Variables = all,
        };
    }

    // Environments of Python that are active, or stand in PATH, and the installations that they are made from.
    private static IEnumerable<(string Variable, string Folder)> Environments(
        string home,
        IReadOnlyList<string> searchPath,
        Func<string, string?> variable
    )
    {
        var environments = ActiveEnvironments
            .Select(name => (Name: name, Path: variable(name)?.TrimEnd('/') ?? ""))
            .Where(one => searchPath.Contains($"{one.Path}/bin", StringComparer.Ordinal))
            .Concat(searchPath.Select(entry => ("", Path: Path.GetDirectoryName(entry.TrimEnd('/')) ?? "")));
        foreach (var (name, path) in environments)
        {
            var settings = Path.Combine(path, "pyvenv.cfg");
            if (path.Length < 2 || IsWithin(home, path) || (!File.Exists(settings) && !Directory.Exists(Path.Combine(path, "conda-meta"))))
            {
                continue;
            }

            yield return (name, path);
            if (File.Exists(settings) && Base(settings) is { } original && !IsWithin(home, original))
            {
                yield return ("", original);
            }
        }
    }

    private static string? Base(string settings)
    {
        try
        {
            return OrdinaryFile
                .ReadLines(settings)
                .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
                .Where(pair => pair is ["home", ['/', ..]])
                .Select(pair => Path.GetDirectoryName(pair[1].TrimEnd('/')))
                .FirstOrDefault(path => path is { Length: > 1 } && path != "/usr" && Directory.Exists(path));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the path is the folder or lies below it.</summary>
    public static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && (path.Length == folder.Length || folder.EndsWith('/') || path[folder.Length] == '/');
}
