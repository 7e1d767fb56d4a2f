using System.Text.Json.Serialization;

namespace Ashlar.Core.Judging.Expectations;

/// <summary>What an existing test promised and the change does not keep: the author declares it, and somebody else has to agree.</summary>
/// <param name="Test">The test's id, or the file where all its tests are lost together.</param>
/// <param name="Loss">How it is lost.</param>
public sealed record ChangedExpectation(string Test, ExpectationLoss Loss)
{
    /// <summary>The ids that it stands for.</summary>
    public IReadOnlyList<string> Tests { get; init; } = [];

    /// <summary>Files of the change that lie behind it: one of them declares all that is lost by it.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The failure in one line, or null.</summary>
    public string? Words { get; init; }

    /// <summary>The file where it fails, or the test's own; null where that is not known.</summary>
    public string? Path { get; init; }

    /// <summary>The line in it, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>What tells one state of the files behind it from another, so that an agreement holds for that state alone.</summary>
    public string? Version { get; init; }

    /// <summary>What makes it the same in another look at the task's work.</summary>
    [JsonIgnore]
    public string Key => $"expectation:{Loss}:{Test}";

    /// <summary>What is lost, in words that go after the test's name.</summary>
    [JsonIgnore]
    public string What
    {
        get
        {
            var words = Words is null ? "" : $": {Words}";
            var place = Loss is not ExpectationLoss.Fails || Path is null ? "" : $" ({Path}{(Line is { } line ? $":{line}" : "")})";
            return Loss switch
            {
                ExpectationLoss.Fails => $"as it was at BASE fails on your code{words}{place}",
                ExpectationLoss.CannotRun => $"as it was at BASE cannot be run on your code{words}",
                ExpectationLoss.Gone => "passed at BASE and is gone",
                ExpectationLoss.Fewer => $"has fewer cases than at BASE{words}",
                ExpectationLoss.Skipped => "passed at BASE and is now skipped or expected to fail",
                _ => $"checks less than it did at BASE{words}",
            };
        }
    }
}

/// <summary>How an expectation is lost.</summary>
public enum ExpectationLoss
{
    /// <summary>The test as it was fails on the task's code.</summary>
    Fails,

    /// <summary>The test as it was cannot be run there: names that it uses are gone.</summary>
    CannotRun,

    /// <summary>The test is no longer there and has not moved.</summary>
    Gone,

    /// <summary>Cases of it are gone.</summary>
    Fewer,

    /// <summary>It no longer runs.</summary>
    Skipped,

    /// <summary>It no longer notices what it noticed.</summary>
    Weaker,
}
