using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class BaselineTests
{
    private static GateResult Result(params Finding[] findings) =>
        new()
        {
            Name = "lint",
            Run = "flake8",
            Status = findings.Length == 0 ? GateStatus.Green : GateStatus.Red,
            New = findings,
        };

    [Fact]
    public void What_fails_in_the_same_way_on_the_base_is_known()
    {
        var baseline = new Baseline([Result(new Finding("t.py::a", "assert <X at 0x7f11aa22> == 1"))]);

        var result = baseline.Compare(Result(new Finding("t.py::a", "assert <X at 0x7f99bb33> == 1"), new Finding("t.py::b", "assert 0")));

        Assert.Equal(GateStatus.Red, result.Status);
        Assert.Equal(["t.py::a"], result.Known.Select(finding => finding.Key));
        Assert.Equal(["t.py::b"], result.New.Select(finding => finding.Key));
    }

    [Fact]
    public void What_fails_in_another_way_is_new() =>
        Assert.Equal(
            GateStatus.Red,
            new Baseline([Result(new Finding("t.py::a", "assert 1 == 2"))]).Compare(Result(new Finding("t.py::a", "assert 1 == 3"))).Status
        );

    [Fact]
    public void One_more_of_the_same_kind_is_new()
    {
        var finding = new Finding("a.py:E501", "E501 line too long");
        var baseline = new Baseline([Result(finding, finding)]);

        Assert.Equal(GateStatus.Known, baseline.Compare(Result(finding, finding)).Status);
        var more = baseline.Compare(Result(finding, finding, finding));
        Assert.Equal((GateStatus.Red, 1, 2), (more.Status, more.New.Count, more.Known.Count));
    }

    [Fact]
    public void A_run_without_tests_is_never_known() =>
        Assert.Equal(
            GateStatus.Red,
            new Baseline([Result(new Finding("no-tests", "no test was run"))])
                .Compare(Result(new Finding("no-tests", "no test was run")))
                .Status
        );
}
