using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Conversations;

/// <summary>Calls that lead nowhere although none fails.</summary>
public sealed class CallCirclesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    [InlineData("abcd")]
    public void Calls_that_only_repeat_each_other_are_told_once_and_then_stop_the_task(string pattern)
    {
        var circles = new CallCircles();
        var told = new List<int>();
        for (var number = 1; number <= 2 * CallCircles.Stopped; number++)
        {
            var stop = circles.Add(Call($"{pattern[(number - 1) % pattern.Length]}"), Answer($"exit 0 · {number}.5 s\nsame"));
            if (stop is not null)
            {
                Assert.Equal((CallCircles.Stopped, "circle.repeat"), (number, stop.Code));
                Assert.Contains("Bash b".Replace('b', pattern[0]), stop.Pattern, StringComparison.Ordinal);
                Assert.Equal([CallCircles.Told], told);
                return;
            }

            if (circles.Notice is not null)
            {
                told.Add(number);
            }
        }

        Assert.Fail("it never stopped");
    }

    [Fact]
    public void A_call_whose_result_changes_is_no_circle()
    {
        var circles = new CallCircles();
        for (var number = 0; number < 200; number++)
        {
            Assert.Null(circles.Add(Call("ls"), Answer($"file-{number % 9}")));
            Assert.Null(circles.Notice);
        }
    }

    [Fact]
    public void A_call_that_changes_files_each_time_is_no_circle()
    {
        var circles = new CallCircles();
        for (var number = 0; number < 200; number++)
        {
            Assert.Null(circles.Add(Call("echo x >> f"), Answer("exit 0", new FilesChanged(["f"]))));
            Assert.Null(circles.Notice);
        }
    }

    [Fact]
    public void Waiting_for_a_background_command_is_no_circle()
    {
        var circles = new CallCircles();
        var poll = new ToolCall("p", "BashOutput", Said.Text("""{"bash_id":"1"}"""));
        for (var number = 0; number < 200; number++)
        {
            Assert.Null(circles.Add(Call("sleep 5"), Answer("exit 0")));
            Assert.Null(circles.Add(poll, Answer("running")));
            Assert.Null(circles.Notice);
        }
    }

    [Fact]
    public void Something_else_between_breaks_the_circle()
    {
        var circles = new CallCircles();
        for (var number = 1; number < 200; number++)
        {
            var call = number % (CallCircles.Told - 1) == 0 ? $"echo {number}" : "ls";
            Assert.Null(circles.Add(Call(call), Answer("same")));
            Assert.Null(circles.Notice);
        }
    }

    private static ToolCall Call(string command) => new("x", "Bash", Said.Text($$"""{"command":"{{command}}"}"""));

    private static MaskedAnswer Answer(string text, params IReadOnlyList<ToolEffect> effects) =>
        MaskedAnswer.Of(SecretMask.None, ToolAnswer.Of(text, effects));
}
