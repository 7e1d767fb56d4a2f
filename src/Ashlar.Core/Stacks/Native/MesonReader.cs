using System.Xml;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Native;

/// <summary>The file that <c>meson test</c> writes; a build that failed before it is read from the compiler's words.</summary>
internal sealed class MesonReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => NativeStack.Meson;

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var cases = new TestCaseList();
        try
        {
            foreach (var test in NativeCase.All(output, tellsStatus: false))
            {
                cases.Add(test);
            }
        }
        catch (XmlException trouble)
        {
            return new GateReading([], null) { Trouble = $"the result file cannot be read: {FailureText.Line(trouble.Message)}" };
        }

        foreach (var error in output.Results.Count > 0 || output.ExitCode == 0 ? [] : NativeCompiler.Errors(output.Text, output.Files))
        {
            cases.Add(error);
        }

        return cases.Count > 0
            ? new GateReading([], new TestRun(cases.Done()))
            : new GateReading([], null) { Trouble = "meson wrote no test results" };
    }
}
