using System.Text.RegularExpressions;
using Ashlar.Core.Tests.Settings;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests;

public sealed partial class GuardedTimerTests
{
    [Fact]
    public void It_goes_off_once_each_time_it_is_set_and_not_when_it_is_stopped()
    {
        var (clock, times) = (new ManualClock(), 0);
        using var timer = new GuardedTimer(clock, () => times++);

        clock.Advance(TimeSpan.FromHours(1));
        timer.Set(TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, times);
        clock.Advance(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromHours(1));
        timer.Set(TimeSpan.FromSeconds(2));
        timer.Stop();
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, times);
    }

    [Fact]
    public void A_callback_that_was_on_its_way_when_it_was_disposed_of_does_nothing()
    {
        var (clock, times) = (new LateClock(), 0);
        var timer = new GuardedTimer(clock, () => times++);
        clock.GoOff();

        timer.Dispose();
        clock.GoOff();
        timer.Set(TimeSpan.Zero);
        timer.Dispose();

        Assert.Equal(1, times);
    }

    [Fact]
    public void To_dispose_of_it_waits_for_the_callback_that_is_running()
    {
        var (clock, order) = (new LateClock(), new List<string>());
        GuardedTimer? timer = null;
        var disposing = new Thread(() =>
        {
            timer!.Dispose();
            order.Add("disposed");
        });
        using var owned = timer = new GuardedTimer(
            clock,
            () =>
            {
                disposing.Start();
                // Until it waits, or has not waited and is through.
                while (disposing.IsAlive && !disposing.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
                {
                    Thread.Yield();
                }

                order.Add("called back");
            }
        );

        clock.GoOff();
        disposing.Join();

        Assert.Equal(["called back", "disposed"], order);
    }

    [Fact]
    public void A_callback_may_dispose_of_it()
    {
        var (clock, times) = (new LateClock(), 0);
        GuardedTimer? timer = null;
        timer = new GuardedTimer(
            clock,
            () =>
            {
                times++;
                timer!.Dispose();
            }
        );

        clock.GoOff();
        clock.GoOff();

        Assert.Equal(1, times);
    }

    [Fact]
    public void What_a_callback_throws_is_given_to_whoever_made_it_and_never_to_the_thread_of_the_timer()
    {
        var (clock, failures) = (new LateClock(), new List<Exception>());
        using var told = new GuardedTimer(clock, () => throw new InvalidOperationException("told"), failures.Add);
        using var untold = new GuardedTimer(clock, () => throw new InvalidOperationException("untold"));

        clock.GoOff();

        Assert.Equal("told", Assert.Single(failures).Message);
        var bare = new LateClock();
        using var unguarded = bare.CreateTimer(_ => throw new InvalidOperationException(), null, TimeSpan.Zero, TimeSpan.Zero);
        Assert.Throws<InvalidOperationException>(bare.GoOff);
    }

    [Fact]
    public void No_other_timer_with_a_callback_is_made_anywhere()
    {
        Assert.Equal(
            ["src/Ashlar.Core/GuardedTimer.cs"],
            SourceTree.Code("src").Where(file => MakesTimer().IsMatch(file.Text)).Select(file => file.Path)
        );
        Assert.Matches(MakesTimer(), "private Timer? idle;");
        Assert.Matches(MakesTimer(), "var x = new System.Timers.Timer(3);");
        Assert.DoesNotMatch(MakesTimer(), "new GuardedTimer(clock, Tell); using var looks = new PeriodicTimer(Look, clock);");
    }

    [GeneratedRegex(@"\b(CreateTimer|I?Timer)\b", RegexOptions.CultureInvariant)]
    private static partial Regex MakesTimer();
}
