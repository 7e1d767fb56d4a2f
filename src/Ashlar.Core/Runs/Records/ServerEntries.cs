using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>tools.listed</c>: the tools of a server, as the agent is told of them.</summary>
/// <param name="Key">The step.</param>
/// <param name="Server">The server's name.</param>
/// <param name="Declaration">What declares it, as a hash.</param>
/// <param name="Content">The artifact with the list; null where the server did not say what it has.</param>
/// <param name="Count">How many tools there are.</param>
/// <param name="Problems">Why there is no list, or what of it is not passed on.</param>
/// <param name="Package">Name and version of the package that the server was started from; null where it was started from none.</param>
public sealed record ToolsListed(
    [property: Structure] string Key,
    [property: Structure] string Server,
    [property: Structure] string Declaration,
    [property: Structure] string? Content,
    int Count,
    IReadOnlyList<Problem> Problems,
    string? Package = null
) : IStep
{
    static string IEvent.Type => "tools.listed";
}
