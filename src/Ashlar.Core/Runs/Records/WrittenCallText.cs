using Ashlar.Core.Models;

namespace Ashlar.Core.Runs.Records;

/// <summary>What is said about a call that came as text.</summary>
internal static class WrittenCallText
{
    /// <summary>What the model is told.</summary>
    public static string ForModel(WrittenCall written) =>
        $"""
            Nothing was run: your turn held a tool call as plain text (`{ShownText.Line(
                written.Excerpt
            )}`). Text is not executed, whatever marks stand around it.
            Make the call itself, through the tool-call interface of this conversation, with no text in its place. If you have finished, call Report the same way.
            """;

    /// <summary>What the person is told when it continues.</summary>
    /// <param name="written">The call.</param>
    /// <param name="model">The model.</param>
    /// <param name="again">The command that starts the task again.</param>
    public static Problem Problem(WrittenCall written, string model, string again) =>
        new(
            "task.calls-as-text",
            $"{model} writes its tool calls as plain text, and its server does not turn them into calls: nothing that it asked for was run"
        )
        {
            Observed = ShownText.Line(written.Excerpt),
            Expected = "tool calls of the protocol",
            Remedy =
                "Have the server read the model's calls (vLLM: `--enable-auto-tool-choice --tool-call-parser NAME`; llama.cpp: `--jinja`; "
                + $"others: a model whose template has tools), or take another model: `{again} --model PROVIDER/NAME`",
        };
}
