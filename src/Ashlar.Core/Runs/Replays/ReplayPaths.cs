using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>The paths of a recorded execution and those of its repetition.</summary>
internal sealed class ReplayPaths
{
    private readonly Repository own;
    private readonly (string Then, string Now)[] moved;

    /// <summary>Knows where things were and where they are.</summary>
    public ReplayPaths(RecordedRun recorded, Repository own, ReplayPlace place)
    {
        this.own = own;
        var state = recorded.StatePath;
        moved =
        [
            .. new[] { (Then: state, Now: place.Run.State), (Then: recorded.Started.Repository, Now: own.Root) }
                .Where(pair => pair.Then is not null && pair.Then != pair.Now)
                .Select(pair => (pair.Then!, pair.Now))
                .OrderByDescending(pair => pair.Item1.Length),
        ];
        Then = new VolatileText(Words(state, recorded.Started.Repository, recorded));
        Now = new VolatileText(Words(place.Run.State, own.Root, recorded));
    }

    /// <summary>Makes recorded texts comparable.</summary>
    public VolatileText Then { get; }

    /// <summary>Makes texts of the repetition comparable.</summary>
    public VolatileText Now { get; }

    /// <summary>A recorded body, as JSON, with the paths of the repetition.</summary>
    public string Here(string json)
    {
        foreach (var (then, now) in moved)
        {
            json = json.Replace(Escaped(then), Escaped(now), StringComparison.Ordinal);
        }

        return json;
    }

    /// <summary>What the run was started with, here: nothing leaves this machine, and the user's checkout is not worked in.</summary>
    public RunStarted Here(RunStarted started) =>
        started with
        {
            Repository = own.Root,
            Checkout = null,
            Options = started.Options with { Push = false, PullRequest = false, InPlace = false, Record = null, UnsafeNoSandbox = false },
        };

    private static IEnumerable<KeyValuePair<string, string>> Words(string? state, string root, RecordedRun recorded)
    {
        yield return KeyValuePair.Create(root, "<root>");
        if (state is null)
        {
            yield break;
        }

        foreach (var task in recorded.Started.Order)
        {
            yield return KeyValuePair.Create(new RunFolder(state, recorded.Id).WorktreePath(task), "<root>");
        }

        yield return KeyValuePair.Create(state, "<state>");
    }

    private static string Escaped(string path) =>
        JsonEncodedText.Encode(path, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
}
