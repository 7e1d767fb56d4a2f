namespace Ashlar.EndToEnd.Harness;

/// <summary>Where the program and the examples are, and the environment in which processes of a test see nothing of the machine's own settings.</summary>
internal static class Places
{
    private static readonly string[] Foreign = ["ANTHROPIC_", "OPENAI_", "OLLAMA_", "ASHLAR_", "GIT_", "XDG_", "NO_COLOR", "EMAIL"];

    /// <summary>The published program that <c>ASHLAR_PROGRAM</c> names, else the one that was built with the tests, which starts more slowly.</summary>
    public static string Program { get; } =
        Environment.GetEnvironmentVariable("ASHLAR_PROGRAM") is { Length: > 0 } published
            ? published
            : Path.Combine(AppContext.BaseDirectory, "ashlar");

    /// <summary>The folder <c>examples</c>.</summary>
    public static string Examples { get; } = Path.Combine(Above("ashlar.slnx"), "examples");

    /// <summary>Takes out what the machine's user has set, git's configuration too.</summary>
    public static void Isolate(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => Foreign.Any(one => name.StartsWith(one, StringComparison.Ordinal))).ToList())
        {
            environment.Remove(name);
        }

        environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
    }

    private static string Above(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, file)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new FileNotFoundException($"{file} is not above {AppContext.BaseDirectory}");
    }
}
