using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>What a git command is given beyond its arguments.</summary>
/// <param name="Bytes">Standard input, or null for none.</param>
/// <param name="Environment">Further environment, such as <c>GIT_INDEX_FILE</c>.</param>
public sealed record GitInput(byte[]? Bytes = null, Dictionary<string, string>? Environment = null)
{
    /// <summary>Whether somebody may have to type or touch something, such as to sign.</summary>
    public bool WaitsForPerson { get; init; }

    /// <summary>UTF-8 text as standard input.</summary>
    public static GitInput Text(string text, Dictionary<string, string>? environment = null) =>
        new(Encoding.UTF8.GetBytes(text), environment);
}

/// <summary>What came of a git command.</summary>
public sealed record GitOutput(int ExitCode, byte[] Output, string Error);
