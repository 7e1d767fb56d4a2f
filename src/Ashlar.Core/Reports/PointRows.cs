using System.Text.Json.Serialization;

namespace Ashlar.Core.Reports;

/// <summary>A changed expectation that the author declared, and who agreed to it.</summary>
/// <param name="Test">The test, or the file of tests.</param>
/// <param name="What">What is lost, in words that go after the test's name.</param>
/// <param name="Why">The author's reason.</param>
public sealed record ExpectationRow(string Test, string What, string Why)
{
    /// <summary>What makes it the same point in another look at the task's work.</summary>
    public string Key { get; init; } = "";

    /// <summary>The words that are said to ask for it, or null.</summary>
    public string? AskedBy { get; init; }

    /// <summary>Where these words stand, such as <c>specs/x/spec.md:12</c>; null where they were not found.</summary>
    public string? FoundAt { get; init; }

    /// <summary>Who agreed; null while nobody has.</summary>
    public string? AgreedBy { get; init; }

    /// <summary>The files of the change that lie behind it.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The quote and where it stands, in words.</summary>
    [JsonIgnore]
    public string Quote =>
        AskedBy is null ? "no words quoted"
        : FoundAt is null ? $"\"{ShownText.Line(AskedBy)}\", which stands in neither the task, its documents nor an answer"
        : $"\"{ShownText.Line(AskedBy)}\" ({FoundAt})";

    /// <summary>It in one line for reports.</summary>
    [JsonIgnore]
    public string Line => $"{Test}: {What}; why: {(Why.Length == 0 ? "not said" : Why)}; asked by: {Quote}; {AgreementWords.Of(AgreedBy)}";

    /// <summary>It in lines for who is to agree.</summary>
    public override string ToString() => $"{Test}  {What}\nwhy: {(Why.Length == 0 ? "not said" : Why)}\nasked by: {Quote}";
}

/// <summary>A finding that the author did not fix and explained.</summary>
/// <param name="Id">Its number, such as <c>N1</c>.</param>
/// <param name="What">What was found.</param>
/// <param name="Why">The author's reason.</param>
public sealed record ExplainedRow(string Id, string What, string Why)
{
    /// <summary>What makes it the same finding in another look at the task's work.</summary>
    public string Key { get; init; } = "";

    /// <summary>The file, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The line in it, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Whether somebody else has to agree; else it is only told.</summary>
    public bool NeedsAgreement { get; init; }

    /// <summary>Who agreed; null while nobody has, or nobody has to.</summary>
    public string? AgreedBy { get; init; }

    /// <summary>It in one line for reports.</summary>
    [JsonIgnore]
    public string Said => $"{Id} {What}; why: {Why}; {(NeedsAgreement ? AgreementWords.Of(AgreedBy) : "only read, counts nothing")}";

    /// <summary>It in lines for who is to agree.</summary>
    public override string ToString() => $"{Id}  {What}\nwhy: {Why}";
}

/// <summary>Who agreed, in words.</summary>
internal static class AgreementWords
{
    /// <summary>The words.</summary>
    public static string Of(string? by) => by is null ? "agreed to by nobody yet" : $"agreed to by {by}";
}
