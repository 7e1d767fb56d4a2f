using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Conversations;

/// <summary>Carries out the calls of a turn, one after the other, and tells when they go in circles or out of the scope.</summary>
/// <param name="terms">Tools and record.</param>
/// <param name="lasting">What is kept of results when the middle of the conversation is left out.</param>
internal sealed class CarriedCalls(LoopTerms terms, LastingWords lasting)
{
    /// <summary>Calls of one turn that are carried out; each one beyond gets an error result.</summary>
    public const int Most = 128;

    private const int MostResultText = 600_000;
    private const int ScopeStrikes = 3;

    private readonly CallCircles circles = new();
    private int strikesSeen;

    /// <summary>Carries them out.</summary>
    /// <param name="calls">They, without one that ends the turn.</param>
    /// <param name="isCut">Whether the answer was cut off at the output limit, and its last call with it.</param>
    /// <param name="turn">The turn, from 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What stops the task, or null; and a result for each call that ran or did not, with notices behind them.</returns>
    public async Task<(CircleStop? Circle, IReadOnlyList<ContentBlock> Results)> OutAsync(
        IReadOnlyList<ToolCall> calls,
        bool isCut,
        int turn,
        CancellationToken cancellationToken
    )
    {
        CircleStop? circle = null;
        var results = new List<ContentBlock>();
        var notices = new List<ContentBlock>();
        var told = 0;
        for (var index = 0; index < calls.Count; index++)
        {
            if (index >= Most || told > MostResultText)
            {
                results.Add(Result(calls[index], TooMany(index >= Most)));
                continue;
            }

            var cutOff = isCut && index == calls.Count - 1;
            var result = await CallAsync(calls[index], $"{terms.Prefix}call/{turn}.{index}", cutOff, cancellationToken)
                .ConfigureAwait(false);
            if (terms.Tools.Halted())
            {
                return (null, results);
            }

            told += result.Text.Length;
            results.Add(Result(calls[index], result));
            Remember(turn, calls[index], result);
            circle ??= circles.Add(calls[index], result);
            if (circles.Notice is { } notice)
            {
                notices.Add(new TextBlock(MaskedText.Of(terms.Tools.Context.Mask, notice)));
            }
        }

        results.AddRange(notices);
        return (circle ?? CountStrikes(), results);
    }

    /// <summary>What a call is answered with.</summary>
    public static ToolResult Result(ToolCall call, MaskedAnswer answer) => new(call.Id, answer.Content, answer.IsError);

    private MaskedAnswer TooMany(bool calls) =>
        Own(
            calls
                ? $"Not run: at most {Most} calls of one turn are carried out. Send it again in the next turn, if you still need it."
                : "Not run: the results of this turn are very long already. Send it again in the next turn, if you still need it."
        );

    private void Remember(int turn, ToolCall call, MaskedAnswer result)
    {
        lasting.Did(turn, call, result);
        if (terms.Remembers(call.Name) && !result.IsError)
        {
            lasting.Decided(call);
        }

        if (terms.Tools.Replays(call.Name))
        {
            lasting.Said(call.Name, result);
        }
    }

    /// <summary>Every third strike stops the task; after a person let it continue, counting begins again.</summary>
    private CircleStop? CountStrikes()
    {
        var strikes = terms.Tools.Context.Memory.ScopeStrikes;
        if (strikes - strikesSeen < ScopeStrikes)
        {
            return null;
        }

        strikesSeen = strikes;
        return new CircleStop(
            $"{ScopeStrikes} changes outside the task's scope were refused or undone (a rule from prose is switched off by ignore_rules: [PATH:LINE])",
            "scope.strikes"
        );
    }

    private async Task<MaskedAnswer> CallAsync(ToolCall call, string key, bool cutOff, CancellationToken cancellationToken)
    {
        if (terms.HandsOver(call.Name))
        {
            return Own(
                cutOff
                    ? $"{call.Name} was cut off at the output limit. Send it again, shorter."
                    : $"{call.Name} was not taken: it was sent together with other calls, so it was written before their results. Look at the results, then send {call.Name} alone."
            );
        }

        if (cutOff)
        {
            return Own("This call was cut off at the output limit and not run. Send it again in smaller pieces.");
        }

        return await terms.Tools.CallAsync(call, key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Words of Ashlar's own in the place of a result.</summary>
    public MaskedAnswer Own(string words) => MaskedAnswer.Of(terms.Tools.Context.Mask, ToolAnswer.Failed(words));
}
