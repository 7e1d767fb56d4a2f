using System.Xml;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>
/// The XML files that Maven's surefire and Gradle write, one a class; a file that does not compile is an error, since its module has none. Ids are
/// <c>package.Class#method</c>.
/// </summary>
/// <param name="name">The build tool.</param>
internal sealed class JvmReader(string name) : IResultReader
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var cases = new TestCaseList();
        try
        {
            foreach (var file in output.Results)
            {
                JUnitReader.Read(file, output, cases, JUnitDialect.Surefire);
            }
        }
        catch (XmlException trouble)
        {
            return new GateReading([], null) { Trouble = $"a result file cannot be read: {FailureText.Line(trouble.Message)}" };
        }

        List<TestCase> broken = output.ExitCode == 0 ? [] : JvmCompiler.Errors(output.Text, output.Files).ToList();
        broken.ForEach(cases.Add);
        if (cases.Count == 0)
        {
            return new GateReading([], null) { Trouble = "the build wrote no test results" };
        }

        // Behind what does not compile nothing was run, which is no news to anybody.
        var tests = new TestRun(cases.Done());
        return (JvmStops.Ended(output.Text) ?? (tests.Failing > 0 && broken.Count == 0 ? JvmStops.Of(output) : null)) is { } stop
            ? new GateReading([], null) { Trouble = CutShort.Because(stop) }
            : new GateReading([], tests);
    }
}
