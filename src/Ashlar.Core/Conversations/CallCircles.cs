using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Conversations;

/// <summary>
/// Sees when calls lead nowhere: the same one fails again and again, or one to four of them come back with the same results in the same
/// order. Looking at a background command again is honest waiting and never counts.
/// </summary>
internal sealed class CallCircles
{
    /// <summary>The same call failing this often in a row stops the task.</summary>
    public const int SameFailures = 5;

    /// <summary>After this many calls that only repeat themselves the model is told, once.</summary>
    public const int Told = 12;

    /// <summary>After this many calls that only repeat themselves the task stops.</summary>
    public const int Stopped = 60;

    private const int LongestPattern = 4;
    private const string Poll = "BashOutput";

    private readonly List<(string Signature, string Summary, bool Changes)> calls = [];
    private (string? Call, int Times) failing;
    private bool told;

    /// <summary>What the model is to be told next, or null.</summary>
    public string? Notice { get; private set; }

    /// <summary>Takes a call and its result; returns the circle when the task should stop, else null.</summary>
    public CircleStop? Add(ToolCall call, MaskedAnswer result)
    {
        Notice = null;
        var same = $"{call.Name} {call.Arguments.Text.Trim()}";
        failing =
            !result.IsError ? (null, 0)
            : string.Equals(failing.Call, same, StringComparison.Ordinal) ? (same, failing.Times + 1)
            : (same, 1);
        if (failing.Times >= SameFailures)
        {
            Forget();
            return new CircleStop($"the same call failed {SameFailures} times in a row: {CallSummary.Of(call)}", "circle.call");
        }

        if (call.Name == Poll)
        {
            Forget();
            return null;
        }

        var signature = ArtifactFolder.HashOf(
            System.Text.Encoding.UTF8.GetBytes($"{same}\n{result.IsError}\n{VolatileText.Plain.Normalize(result.Text)}")
        );
        calls.Add((signature, CallSummary.Of(call), result.Effects.Any(effect => effect is FilesChanged or FilesReverted)));
        return Look();
    }

    private CircleStop? Look()
    {
        var (length, span) = Pattern();
        if (span < Told)
        {
            told = told && span >= Told / 2;
            return null;
        }

        var pattern = string.Join(", ", calls.TakeLast(length).Select(call => call.Summary));
        if (span >= Stopped)
        {
            Forget();
            return new CircleStop($"the last {span} calls only repeat each other, with the same results: {pattern}", "circle.repeat");
        }

        if (!told)
        {
            told = true;
            Notice =
                $"Your last {span} calls only repeat each other, with the same results: {pattern}. Nothing new comes of it. Do something else; Report if you are done; Escalate if you cannot continue.";
        }

        return null;
    }

    /// <summary>The shortest pattern that the calls end with, and how many calls it spans.</summary>
    private (int Length, int Span) Pattern()
    {
        var best = (Length: 0, Span: 0);
        for (var length = 1; length <= LongestPattern; length++)
        {
            // One call again and again that changes files each time gets somewhere.
            var one = calls.TakeLast(length).Select(call => call.Signature).Distinct(StringComparer.Ordinal).Count() == 1;
            if (one && calls[^1].Changes)
            {
                continue;
            }

            var span = length;
            while (
                span < calls.Count
                && string.Equals(calls[^(span + 1)].Signature, calls[^(span + 1 - length)].Signature, StringComparison.Ordinal)
            )
            {
                span++;
            }

            span -= span % length;
            if (span >= 3 * length && span > best.Span)
            {
                best = (length, span);
            }
        }

        return best;
    }

    private void Forget()
    {
        failing = (null, 0);
        calls.Clear();
        told = false;
    }
}
