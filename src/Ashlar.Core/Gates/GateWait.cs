using System.Globalization;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Gates;

/// <summary>Tells a person who waits for a gate that it still runs, and when it would be stopped: after half a minute, then ever more seldom.</summary>
/// <param name="clock">The time.</param>
/// <param name="tell">Takes a line.</param>
public sealed class GateWait(TimeProvider clock, Action<string> tell)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    /// <summary>Waits for a gate.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="running">Its run.</param>
    public async Task<GateResult> OfAsync(GateSetting gate, Task<GateResult> running)
    {
        var waited = First;
        GuardedTimer? timer = null;
        void Tell()
        {
            tell(
                $"{gate.Name} has run for {Words(waited)}: {ShownText.Line(gate.Run)} (an attempt is stopped after {Words(gate.Timeout)}; `timeout` of a gate in .ashlar/config.yaml says otherwise)"
            );
            timer!.Set(waited);
            waited *= 2;
        }

        // Nothing depends on what is told: a gate whose wait cannot be shown is waited for as well.
        using (timer = new GuardedTimer(clock, Tell))
        {
            timer.Set(First);
            return await running.ConfigureAwait(false);
        }
    }

    private static string Words(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min");
}
