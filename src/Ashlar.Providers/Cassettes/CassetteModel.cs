using System.Text;
using Ashlar.Core;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Cassettes;

/// <summary>
/// A model that answers from a file, without a network. An answer is found by the task, the role and the number of the turn, all taken
/// from the conversation; nothing is remembered between requests. Among several answers for one place, the one recorded for this very
/// request is taken, else the first (the second, when the last answer was empty and the question was put again, and so on).
/// </summary>
public sealed class CassetteModel : IModel
{
    private readonly CassetteFile cassette;
    private readonly SecretMask mask;
    private readonly VolatileText settling;
    private readonly ILookup<CassetteKey, CassetteEntry> entries;

    private CassetteModel(CassetteFile cassette, string name, SecretMask mask, VolatileText settling)
    {
        this.settling = settling;
        this.cassette = cassette;
        this.mask = mask;
        Name = name;
        entries = cassette.Entries.ToLookup(entry => entry.Key);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Opens a cassette.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The model's full name; null: <c>cassette:</c> and the path.</param>
    /// <param name="mask">The mask with which it was recorded, for comparing requests.</param>
    /// <param name="settling">Takes out of requests what differs from one execution to the next; null: without any known path.</param>
    /// <exception cref="ProblemException">Exit status 2: it cannot be read, with the line.</exception>
    public static CassetteModel Open(string path, string? name, SecretMask mask, VolatileText? settling = null) =>
        new(CassetteFile.Read(path, mask), name ?? $"cassette:{path}", mask, settling ?? VolatileText.Plain);

    /// <inheritdoc/>
    public Task<ModelOutcome> AskAsync(ModelRequest request, IProgress<ModelProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = Find(request.Conversation);
        if (outcome is ModelAnswer answer)
        {
            foreach (var block in answer.Content)
            {
                progress?.Report(new ModelProgress((block as TextBlock)?.Text, (block as ToolCall)?.Name));
            }
        }

        return Task.FromResult(outcome);
    }

    private ModelOutcome Find(Conversation conversation)
    {
        var key = CassetteKey.Next(conversation);
        var last = conversation.Messages.Count > 0 ? TextOf(conversation.Messages[^1]) : "";
        var fitting = entries[key].Where(entry => entry.When is null || last.Contains(entry.When, StringComparison.Ordinal)).ToList();
        if (fitting.Count == 0)
        {
            return new ModelFailure(FailureKind.Exhausted, MaskedText.Of(mask, $"{Name} has no answer for {key}"));
        }

        // A condition is more particular than none.
        var conditional = fitting.Where(entry => entry.When is not null).ToList();
        fitting = conditional.Count > 0 ? conditional : fitting;
        var asked = fitting.Exists(entry => entry.Request is not null) ? RequestText.Of(conversation, mask, settling) : null;
        var same = asked is null
            ? null
            : fitting.FindLast(entry => entry.Request?.DifferenceFrom(asked) is null && entry.Request is not null);
        var found = same ?? fitting[Math.Min(TimesAsked(conversation) - 1, fitting.Count - 1)];
        if (cassette.Strict && asked is not null && found.Request?.DifferenceFrom(asked) is { } difference)
        {
            return new ModelFailure(
                FailureKind.Exhausted,
                MaskedText.Of(mask, $"{Name}: the request for {key} is not the recorded one: {difference}")
            );
        }

        var (content, stop, usage, model) = found.Answer;
        return new ModelAnswer(new CallIds().MakeUnique(conversation, content), stop, usage, model);
    }

    /// <summary>How many messages of the user's side end the conversation: an empty answer leaves no message, the question put again does.</summary>
    private static int TimesAsked(Conversation conversation) =>
        Math.Max(1, conversation.Messages.Reverse().TakeWhile(message => message.Role is Role.User).Count());

    private static string TextOf(Message message)
    {
        var text = new StringBuilder();
        foreach (var block in message.Content.Concat(message.Content.OfType<ToolResult>().SelectMany(result => result.Content)))
        {
            text.AppendLine((block as TextBlock)?.Text);
        }

        return text.ToString();
    }
}
