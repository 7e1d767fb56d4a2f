using Xunit;

namespace Ashlar.EndToEnd.Harness;

/// <summary>A test with programs that not every machine has; without them it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramsFactAttribute : FactAttribute
{
    /// <summary>Skips where one is missing.</summary>
    public ProgramsFactAttribute(params string[] programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (Array.Find(programs, program => !Array.Exists(folders, folder => File.Exists(Path.Combine(folder, program)))) is { } missing)
        {
            Skip = $"{missing} is not installed";
        }
    }
}
