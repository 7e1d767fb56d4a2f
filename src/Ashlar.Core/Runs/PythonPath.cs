namespace Ashlar.Core.Runs;

/// <summary>Makes the model's own commands find the project's Python first.</summary>
internal static class PythonPath
{
    /// <summary>Where the programs lie, below HOME.</summary>
    public const string Folder = ".ashlar-bin";

    private const string File = ".ashlar-env";

    /// <summary>The variable that makes every <c>bash -c</c> read the file.</summary>
    public static KeyValuePair<string, string> Variable { get; } = new("BASH_ENV", $"$HOME/{File}");

    /// <summary>Writes the file that puts the programs in front of PATH.</summary>
    public static void Write(string home) =>
        System.IO.File.WriteAllText(Path.Combine(home, File), $"export PATH=\"$HOME/{Folder}:$PATH\"\nunset BASH_ENV\n");
}
