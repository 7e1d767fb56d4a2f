using Ashlar.Core.Settings;

namespace Ashlar.Core.Agents;

/// <summary>The agent definitions that there are: those of the repository, then the built-in ones.</summary>
public sealed class AgentCatalog
{
    /// <summary>The folders that are searched when configuration names none.</summary>
    public static IReadOnlyList<string> DefaultFolders => Configuration.DefaultAgentFolders;

    private readonly string? root;
    private readonly IReadOnlyList<string> folders;

    private AgentCatalog(IReadOnlyList<AgentDefinition> repository, string? root, IReadOnlyList<string> folders)
    {
        Repository = repository;
        this.root = root;
        this.folders = folders;
    }

    /// <summary>Definitions of the repository in the order of their paths.</summary>
    public IReadOnlyList<AgentDefinition> Repository { get; }

    /// <summary>
    /// Definitions of the repository without those whose name an earlier folder has: tools that write the same agents for several programs
    /// put one copy into each folder.
    /// </summary>
    public IReadOnlyList<AgentDefinition> Preferred =>
        [.. Repository.Where(agent => !Repository.Any(other => other.Name == agent.Name && FolderOf(other.Path) < FolderOf(agent.Path)))];

    /// <summary>Definitions that ship with Ashlar, by name.</summary>
    public static IReadOnlyList<AgentDefinition> BuiltIn => [.. BuiltInAgents.Names.Select(name => BuiltInAgents.Find(name)!)];

    /// <summary>All definitions: the repository's, then the built-in ones whose name the repository does not take.</summary>
    public IReadOnlyList<AgentDefinition> All =>
        [.. Repository, .. BuiltIn.Where(agent => !Repository.Any(other => other.Name == agent.Name))];

    /// <summary>
    /// Whether a file of the repository is an agent definition: a Markdown file, or one of Codex, at any depth below one of the folders, other
    /// than a read-me without front matter (which only its content tells).
    /// </summary>
    /// <param name="path">Path relative to the repository root.</param>
    /// <param name="folders">Folders or files; null for <see cref="DefaultFolders"/>.</param>
    public static bool IsDefinitionPath(string path, IReadOnlyList<string>? folders = null) =>
        DefinitionPath.IsDefinition(path) && (folders ?? DefaultFolders).Any(folder => IsIn(path, folder));

    /// <summary>A catalogue of given files, such as those of a commit.</summary>
    /// <param name="files">Paths relative to the repository root and contents.</param>
    /// <param name="root">The checkout in which <see cref="Find"/> looks for a file that it is given by path; null where no file is meant.</param>
    /// <param name="folders">The folders that they come from, in the order in which they are searched; null for <see cref="DefaultFolders"/>.</param>
    public static AgentCatalog Of(
        IEnumerable<(string Path, byte[] Content)> files,
        string? root = null,
        IReadOnlyList<string>? folders = null
    ) =>
        new(
            [
                .. files
                    .OrderBy(file => file.Path, StringComparer.Ordinal)
                    .Select(file => AgentFile.Read(file.Path, file.Content))
                    .Where(agent => !IsReadMe(agent)),
            ],
            root,
            folders ?? DefaultFolders
        );

    /// <summary>A catalogue of the files in folders of a checkout. Folders that are missing hold nothing; unreadable files are left out.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="folders">Folders or files relative to it; null for <see cref="DefaultFolders"/>.</param>
    public static AgentCatalog OfFolder(string root, IReadOnlyList<string>? folders = null)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var folder in folders ?? DefaultFolders)
        {
            foreach (var file in FilesOf(Path.Combine(root, folder.TrimStart('/'))))
            {
                var path = Path.GetRelativePath(root, file).Replace('\\', '/');
                if (TryRead(file) is { } content)
                {
                    files[path] = content;
                }
            }
        }

        return Of(files.Select(file => (file.Key, file.Value)), root, folders);
    }

    /// <summary>
    /// The definition of that name, else that of the file: a path in the catalogue, a name of the repository, that of a file without its
    /// ending, a name in another spelling, a built-in one, a file on disk.
    /// </summary>
    /// <exception cref="ProblemException">None is found, or two files of the repository have the name.</exception>
    public AgentDefinition Find(string nameOrFile) =>
        Only(nameOrFile, agent => agent.Name == nameOrFile)
        ?? Repository.FirstOrDefault(agent => agent.Path == Plain(nameOrFile))
        ?? Only(nameOrFile, agent => DefinitionPath.StemOf(agent.Path) == nameOrFile)
        ?? Only(nameOrFile, agent => Same(agent.Name, nameOrFile))
        ?? Otherwise(nameOrFile)
        ?? throw Unknown(nameOrFile);

    private AgentDefinition? Only(string name, Func<AgentDefinition, bool> isMeant)
    {
        var found = Preferred.Where(isMeant).ToList();
        var first = found.Count == 0 ? 0 : found.Min(agent => FolderOf(agent.Path));
        var named = found.Where(agent => FolderOf(agent.Path) == first).ToList();
        if (named.Count > 1)
        {
            throw new ProblemException(
                new Problem("agent.duplicate-name", $"The name '{name}' has {named.Count} definitions: {Paths(named)}")
                {
                    Path = named[1].Path,
                    Line = named[1].KeyLines.TryGetValue("name", out var line) ? line : null,
                    Remedy = $"Rename one of them, or give the file: --agent {named[0].Path}",
                }
            );
        }

        return named.Count == 1 ? named[0] : null;
    }

    private AgentDefinition? Otherwise(string nameOrFile)
    {
        if (BuiltInAgents.Find(nameOrFile.StartsWith("built-in:", StringComparison.Ordinal) ? nameOrFile[9..] : nameOrFile) is { } builtIn)
        {
            return builtIn;
        }

        return root is not null && Path.Combine(root, nameOrFile) is var file && File.Exists(file)
            ? AgentFile.ReadFile(file, nameOrFile)
            : null;
    }

    private int FolderOf(string path)
    {
        var at = folders.ToList().FindIndex(folder => IsIn(path, folder));
        return at < 0 ? folders.Count : at;
    }

    private static bool IsIn(string path, string folder)
    {
        var plain = Plain(folder.Trim('/'));
        return path == plain || path.StartsWith(plain + "/", StringComparison.Ordinal);
    }

    private static string Plain(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;

    private ProblemException Unknown(string nameOrFile)
    {
        var names = All.Select(agent => agent.Name).Distinct(StringComparer.Ordinal);
        var problem = new Problem("agent.unknown", $"There is no agent definition '{nameOrFile}'")
        {
            Observed = nameOrFile,
            Expected = string.Join(", ", names),
            Remedy = "Run `ashlar agents list`, or give the path of a file",
        };
        return new ProblemException(problem);
    }

    private static string Paths(IEnumerable<AgentDefinition> agents) => string.Join(", ", agents.Select(agent => agent.Path));

    private static bool Same(string left, string right) =>
        string.Equals(left.Replace(' ', '-'), right.Replace(' ', '-'), StringComparison.OrdinalIgnoreCase);

    private static bool IsReadMe(AgentDefinition agent) =>
        agent.KeyLines.Count == 0
        && string.Equals(Path.GetFileNameWithoutExtension(agent.Path), "README", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
            MatchCasing = MatchCasing.CaseInsensitive,
        };
        return Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", options).Where(DefinitionPath.IsDefinition) : [];
    }

    private static byte[]? TryRead(string file)
    {
        try
        {
            return OrdinaryFile.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
