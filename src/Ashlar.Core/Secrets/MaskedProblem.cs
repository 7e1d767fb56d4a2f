using System.Text.Json.Serialization;

namespace Ashlar.Core.Secrets;

/// <summary>A problem that went through the mask: what journals, the console and notifications take. Its code is structure.</summary>
public sealed record MaskedProblem
{
    [JsonConstructor]
    internal MaskedProblem(string code, MaskedText message)
    {
        Code = code;
        Message = message;
    }

    /// <inheritdoc cref="Problem.Code"/>
    [Structure]
    public string Code { get; }

    /// <inheritdoc cref="Problem.Message"/>
    public MaskedText Message { get; }

    /// <inheritdoc cref="Problem.Path"/>
    public MaskedText? Path { get; init; }

    /// <inheritdoc cref="Problem.Line"/>
    public int? Line { get; init; }

    /// <inheritdoc cref="Problem.Column"/>
    public int? Column { get; init; }

    /// <inheritdoc cref="Problem.Observed"/>
    public MaskedText? Observed { get; init; }

    /// <inheritdoc cref="Problem.Expected"/>
    public MaskedText? Expected { get; init; }

    /// <inheritdoc cref="Problem.Retryable"/>
    public bool? Retryable { get; init; }

    /// <inheritdoc cref="Problem.Remedy"/>
    public MaskedText? Remedy { get; init; }

    /// <inheritdoc cref="Problem.Warning"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Warning { get; init; }

    /// <summary>Receives a problem.</summary>
    public static MaskedProblem Of(SecretMask mask, Problem problem) =>
        new(problem.Code, MaskedText.Of(mask, problem.Message))
        {
            Path = Masked(mask, problem.Path),
            Line = problem.Line,
            Column = problem.Column,
            Observed = Masked(mask, problem.Observed),
            Expected = Masked(mask, problem.Expected),
            Retryable = problem.Retryable,
            Remedy = Masked(mask, problem.Remedy),
            Warning = problem.Warning,
        };

    /// <summary>The same as a plain problem, to be laid out or thrown; it still holds no secret.</summary>
    public Problem ToProblem() =>
        new(Code, Message.Text)
        {
            Path = Path?.Text,
            Line = Line,
            Column = Column,
            Observed = Observed?.Text,
            Expected = Expected?.Text,
            Retryable = Retryable,
            Remedy = Remedy?.Text,
            Warning = Warning,
        };

    /// <inheritdoc/>
    public override string ToString() => ToProblem().ToString();

    private static MaskedText? Masked(SecretMask mask, string? text) => text is null ? null : MaskedText.Of(mask, text);
}
