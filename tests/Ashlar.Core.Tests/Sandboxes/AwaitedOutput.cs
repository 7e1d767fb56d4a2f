using Ashlar.Core.Sandboxes.Commands;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>Waits for what a running command says. A command tells nobody that it said something, so its output is looked at, with an end.</summary>
internal static class AwaitedOutput
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The output, as soon as it is enough; fails when the command ends before, or says too little for a minute.</summary>
    public static async Task<string> SaidAsync(this RunningCommand running, Func<string, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var text = running.OutputSince(0).Text;
            if (isEnough(text))
            {
                return text;
            }

            Assert.False(running.Completion.IsCompleted, text);
            await Task.Delay(5, patience.Token);
        }
    }

    /// <summary>Waits until something outside holds; fails after a minute.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
