using System.Text.Json.Serialization;

namespace Ashlar.Core.Reports;

/// <summary>What became of a rule: what happened, never what was meant to.</summary>
public enum RuleStanding
{
    /// <summary>A gate, the scope or the run itself holds it.</summary>
    [JsonStringEnumMemberName("enforced")]
    Enforced,

    /// <summary>A document: the model got it.</summary>
    [JsonStringEnumMemberName("given")]
    Given,

    /// <summary>A document that is not there and need not be.</summary>
    [JsonStringEnumMemberName("absent")]
    Absent,

    /// <summary>Something that was to be made and was not, as far as the task goes.</summary>
    [JsonStringEnumMemberName("not-made")]
    NotMade,

    /// <summary>It is due when all tasks are done.</summary>
    [JsonStringEnumMemberName("at-end")]
    AtEnd,

    /// <summary>It does not hold.</summary>
    [JsonStringEnumMemberName("not-met")]
    NotMet,

    /// <summary>A reviewer was asked.</summary>
    [JsonStringEnumMemberName("asked")]
    Asked,

    /// <summary>Nobody and nothing looks at it.</summary>
    [JsonStringEnumMemberName("not-enforced")]
    NotEnforced,
}

/// <summary>Words for what became of a rule.</summary>
public static class RuleStandingText
{
    /// <summary>The words, as <c>report</c> shows them.</summary>
    /// <param name="standing">What became of it.</param>
    /// <param name="detail">Whose question it is, or why it is not met; null where there is nothing to say.</param>
    public static string Of(RuleStanding standing, string? detail = null) =>
        standing switch
        {
            RuleStanding.Enforced => "enforced",
            RuleStanding.Given => "given to the model",
            RuleStanding.Absent => "missing, optional",
            RuleStanding.NotMade => "not made",
            RuleStanding.AtEnd => "due at the end of the run",
            RuleStanding.NotMet => $"not met: {detail}",
            RuleStanding.Asked => $"review question to {detail}",
            _ => "not enforced",
        };
}
