using Ashlar.Core.Sandboxes.Host;

namespace Ashlar.Core.Sandboxes.Bubblewrap;

/// <summary>The installed bubblewrap and what it can do.</summary>
/// <param name="Program">The program.</param>
/// <param name="Version">What it says of itself, such as <c>0.8.0</c>.</param>
/// <param name="BindsDescriptors">Whether it binds an opened folder (then a path cannot be swapped for a link meanwhile).</param>
/// <param name="SizesMemory">Whether folders in memory can be bounded.</param>
/// <param name="DisablesNamespaces">Whether it can forbid further user namespaces by itself, beside the system-call filter.</param>
internal sealed record BubblewrapProgram(
    HostProgram Program,
    string Version,
    bool BindsDescriptors,
    bool SizesMemory,
    bool DisablesNamespaces
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Absolute path of <c>bwrap</c>.</summary>
    public string Path => Program.Path;

    /// <summary>The host's, or null when there is none or it does not answer.</summary>
    public static BubblewrapProgram? Find(HostPrograms programs)
    {
        if (programs.Bubblewrap is not { } program || ProgramOutput.Read(program, ["--help"], Patience) is not var (_, help))
        {
            return null;
        }

        var version = ProgramOutput
            .Read(program, ["--version"], Patience)
            ?.Text.Trim()
            .Replace("bubblewrap ", "", StringComparison.Ordinal);
        return new BubblewrapProgram(
            program,
            version ?? "",
            help.Contains("--ro-bind-fd", StringComparison.Ordinal),
            help.Contains("--size", StringComparison.Ordinal),
            help.Contains("--disable-userns", StringComparison.Ordinal)
        );
    }
}
