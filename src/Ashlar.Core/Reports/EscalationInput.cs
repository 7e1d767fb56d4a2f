using System.Text.Json;

namespace Ashlar.Core.Reports;

/// <summary>The inputs of <c>Escalate</c> and <c>NoteDeviation</c>, read as models write them.</summary>
public static class EscalationInput
{
    private static readonly Dictionary<string, EscalationKind> Kinds = new(StringComparer.Ordinal)
    {
        ["question"] = EscalationKind.Question,
        ["blocker"] = EscalationKind.Blocker,
        ["blocked"] = EscalationKind.Blocker,
        ["interfacedeviation"] = EscalationKind.InterfaceDeviation,
        ["contractdeviation"] = EscalationKind.ContractDeviation,
        ["scopeextension"] = EscalationKind.ScopeExtension,
        ["operatoraction"] = EscalationKind.OperatorAction,
    };

    /// <summary>Reads an escalation: a kind and a summary it must have.</summary>
    public static Reading<Escalation> Read(JsonElement input)
    {
        var fields = new InputFields(input);
        var word = fields.Text("kind") ?? "";
        var name = new string(word.Where(char.IsAsciiLetter).ToArray()).ToLowerInvariant();
        if (!Kinds.TryGetValue(name, out var kind))
        {
            return new(
                null,
                [
                    new Problem("escalation.kind", $"kind \"{ShownText.Line(word)}\" is not known")
                    {
                        Expected = "question, blocker, interface-deviation, contract-deviation, scope-extension or operator-action",
                        Remedy = "Send Escalate again",
                        Retryable = true,
                    },
                ]
            );
        }

        var summary = fields.Text("summary") ?? fields.Text("question");
        return summary is null
            ? new(
                null,
                [
                    new Problem("escalation.summary", "summary is missing")
                    {
                        Remedy = "Say in one sentence what a person must decide",
                        Retryable = true,
                    },
                ]
            )
            : new(
                new Escalation(kind, summary)
                {
                    Details = fields.Text("details"),
                    Options = fields.Texts("options"),
                    Paths = fields.Texts("paths"),
                },
                []
            );
    }

    /// <summary>Reads a deviation.</summary>
    /// <param name="input">The tool's input.</param>
    /// <param name="exists">Tells whether a path relative to the repository root is a file there.</param>
    public static Reading<Deviation> ReadDeviation(JsonElement input, Func<string, bool> exists)
    {
        var fields = new InputFields(input);
        if (fields.Text("what") is not { } what || fields.Text("why") is not { } why)
        {
            return new(
                null,
                [
                    new Problem("deviation.incomplete", "what and why are both needed")
                    {
                        Remedy = "Send NoteDeviation again",
                        Retryable = true,
                    },
                ]
            );
        }

        var record = fields.Text("record");
        return record is not null && !exists(record)
            ? new(
                null,
                [
                    new Problem("deviation.record", "the decision record does not exist")
                    {
                        Path = ShownText.Line(record),
                        Remedy = "Write the record first, or leave record out",
                        Retryable = true,
                    },
                ]
            )
            : new(new Deviation(what, why) { Record = record }, []);
    }
}
