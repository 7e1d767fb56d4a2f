using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Stacks.Python;

public sealed class PytestCollectionTests
{
    private const string File = "services/core/tests/test_basic.py";

    [Theory]
    [InlineData(File, TestOutcome.Error, "import file mismatch:\nimported module 'test_basic' has this __file__ attribute:", true)]
    [InlineData(File, TestOutcome.Error, "ModuleNotFoundError: No module named 'gone'", false)]
    [InlineData($"{File}::test_one", TestOutcome.Failed, "import file mismatch:\n", false)]
    public void A_file_that_another_of_its_name_keeps_from_being_collected_is_told(
        string id,
        TestOutcome outcome,
        string details,
        bool isTold
    )
    {
        var run = new TestRun([
            new TestCase("services/billing/tests/test_basic.py::test_one", TestOutcome.Passed),
            new TestCase(id, outcome)
            {
                File = File,
                Details = details,
                Message = "collection failure",
            },
        ]);

        Assert.Equal(isTold, PytestCollection.Clash(run)?.Contains(File, StringComparison.Ordinal) ?? false);
    }
}
