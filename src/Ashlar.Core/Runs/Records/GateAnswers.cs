using Ashlar.Core.Gates;
using Ashlar.Core.Journal;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Runs.Records;

/// <summary>What people answered about gates that could not work, beside what the configuration says.</summary>
internal sealed record GateAnswers
{
    /// <summary>The kind of question that is answered so.</summary>
    public const string Kind = "environment";

    /// <summary>The answers to choose from.</summary>
    public static readonly IReadOnlyList<string> Options = ["done", "known", "owed"];

    private const string BasePrefix = "environment/base/";

    /// <summary>The number of the run of the gates on the run base, from 1: they run again when a person has fixed something.</summary>
    public required int Round { get; init; }

    /// <summary>The step of the next question about the run base.</summary>
    public required string NextQuestion { get; init; }

    /// <summary>Gates that a person lets stay red.</summary>
    public required IReadOnlySet<string> Known { get; init; }

    /// <summary>Gates that the work has to turn green.</summary>
    public required IReadOnlySet<string> Owed { get; init; }

    /// <summary>What the journal holds.</summary>
    public static GateAnswers Of(IReadOnlyList<Entry> past, IReadOnlyList<GateSetting> gates)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var owed = new HashSet<string>(StringComparer.Ordinal);
        var (asked, repeated) = (0, 0);
        var answers = past.Where(entry => entry.Is<EscalationAnswered>())
            .Select(entry => entry.Read(RunJson.Default.EscalationAnswered))
            .DistinctBy(answer => answer.Id)
            .ToDictionary(answer => answer.Id, answer => answer.Text.Text, StringComparer.Ordinal);
        foreach (
            var raised in past.Where(entry => entry.Is<EscalationRaised>()).Select(entry => entry.Read(RunJson.Default.EscalationRaised))
        )
        {
            if (raised.Gates.Count == 0 || !answers.TryGetValue(raised.Id, out var text))
            {
                continue;
            }

            var isBase = IsBase(raised);
            asked += isBase ? 1 : 0;
            var words = text.Split([' ', ',', '.', ':', ';', '!', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var named = raised.Gates.Where(gate => words.Skip(1).Contains(gate, StringComparer.Ordinal)).ToList();
            switch (words.FirstOrDefault()?.ToLowerInvariant())
            {
                case "known":
                    known.UnionWith(named.Count > 0 ? named : raised.Gates);
                    break;
                case "owed":
                    owed.UnionWith(named.Count > 0 ? named : raised.Gates);
                    break;
                default:
                    repeated += isBase ? 1 : 0;
                    break;
            }
        }

        return new GateAnswers
        {
            Round = repeated + 1,
            NextQuestion = $"{BasePrefix}{asked + 1}",
            Known = known,
            Owed = owed,
        };
    }

    /// <summary>Whether a question is about the run base.</summary>
    public static bool IsBase(EscalationRaised raised) => raised.Key.StartsWith(BasePrefix, StringComparison.Ordinal);

    /// <summary>What holds for the gates of a run.</summary>
    /// <param name="configuration">What the repository says.</param>
    /// <param name="isOwed">Whether a failing test is owed by the work.</param>
    public KnownRules Rules(Configuration configuration, Func<TestCase, bool> isOwed)
    {
        var owed = configuration.Owed.ToHashSet(StringComparer.Ordinal);
        var known = configuration.Known.ToHashSet(StringComparer.Ordinal);
        return new KnownRules
        {
            KnownGates = (configuration.Gates ?? [])
                .Where(gate => gate.Known)
                .Select(gate => gate.Name)
                .Concat(known)
                .Concat(Known)
                .Except(Owed)
                .ToHashSet(StringComparer.Ordinal),
            KnownTests = known,
            OwedGates = owed.Concat(Owed).Except(Known).ToHashSet(StringComparer.Ordinal),
            IsOwed = test => !known.Contains(test.Id) && (owed.Contains(test.Id) || isOwed(test)),
        };
    }
}
