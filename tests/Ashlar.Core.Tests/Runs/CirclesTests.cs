using Ashlar.Core.Runs.Tasks;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class CirclesTests
{
    [Fact]
    [Trait("case", "MODEL-017")]
    public void The_same_files_handed_in_a_third_time_again_are_a_circle()
    {
        var circles = new CircleDetector();

        Assert.Null(circles.Add("a", []));
        Assert.Null(circles.Add("a", []));
        Assert.Null(circles.Add("b", []));
        Assert.Null(circles.Add("a", []));
        Assert.Equal("the same files were handed in again and again although they were refused", circles.Add("b", []));
    }

    [Fact]
    [Trait("case", "MODEL-017")]
    public void Failures_that_come_back_twice_after_they_had_changed_are_a_circle()
    {
        var circles = new CircleDetector();

        Assert.Null(circles.Add("1", ["x", "y"]));
        Assert.Null(circles.Add("2", ["z"]));
        Assert.Null(circles.Add("3", ["y", "x"]));
        Assert.Equal("the same set of failing tests came back twice after it had changed", circles.Add("4", ["z"]));
    }

    [Fact]
    public void Failures_that_stay_or_shrink_are_none()
    {
        var circles = new CircleDetector();

        Assert.All(
            (string[][])
                [
                    ["x", "y", "z"],
                    ["x", "y", "z"],
                    ["x", "y"],
                    ["x", "y"],
                    ["x"],
                    [],
                    [],
                ],
            failing => Assert.Null(circles.Add(Guid.NewGuid().ToString(), failing))
        );
    }
}
