using System.Text;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Judging.Expectations;

public sealed class UnseenTestsTests
{
    private const string Spec = "describe 'total' do\n  it 'adds' do\n    expect(total([1])).to eq(1)\n  end\nend\n";

    [Fact]
    public void A_test_file_that_loses_lines_while_no_gate_tells_its_tests_is_a_changed_expectation()
    {
        var gutted = Trees(Spec, "describe 'total' do\nend\n");

        Assert.Equal(
            ("spec/a_spec.rb", ExpectationLoss.CannotRun),
            UnseenTests.Of(gutted, null).Select(one => (one.Test, one.Loss)).Single()
        );
        Assert.Single(
            UnseenTests.Of(gutted, new TestRun([new TestCase("tests/test_b.py::test_b", TestOutcome.Passed) { File = "tests/test_b.py" }]))
        );
    }

    [Fact]
    public void What_a_gate_tells_and_what_only_grows_is_none()
    {
        var gutted = Trees(Spec, "describe 'total' do\nend\n");

        Assert.Empty(UnseenTests.Of(gutted, new TestRun([new TestCase("total adds", TestOutcome.Passed) { File = "spec/a_spec.rb" }])));
        Assert.Empty(UnseenTests.Of(gutted, new TestRun([new TestCase("adds", TestOutcome.Passed)])));
        Assert.Empty(UnseenTests.Of(Trees(Spec, Spec + "# more\n"), null));
    }

    private static TaskTrees Trees(string before, string after) =>
        new([new ChangedContent("spec/a_spec.rb", FileRole.Test, Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after))]);
}
