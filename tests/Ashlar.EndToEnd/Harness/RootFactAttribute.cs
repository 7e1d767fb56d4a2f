using Xunit;

namespace Ashlar.EndToEnd.Harness;

/// <summary>A test that gives files to another user, which only root can; elsewhere it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    /// <summary>Skips where the tests do not run as root.</summary>
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Skip = "only root can give a repository to another user";
        }
    }
}
