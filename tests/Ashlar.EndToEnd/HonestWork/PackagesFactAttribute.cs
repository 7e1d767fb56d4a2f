using Xunit;

namespace Ashlar.EndToEnd.HonestWork;

/// <summary>A test that needs xunit in this machine's own store of packages, where building these tests puts it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackagesFactAttribute : FactAttribute
{
    private static readonly string[] Needed = ["Microsoft.NET.Test.Sdk", "xunit", "xunit.runner.visualstudio"];

    /// <summary>Skips the test where a package is not there.</summary>
    public PackagesFactAttribute()
    {
        if (Needed.FirstOrDefault(package => Version(package).Length == 0) is { } missing)
        {
            Skip = $"{missing} is not in {Store}";
        }
    }

    /// <summary>The store.</summary>
    public static string Store =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");

    /// <summary>The newest version of a package in it; empty where there is none.</summary>
    public static string Version(string package)
    {
        var folder = Path.Combine(Store, package.ToLowerInvariant());
        return Directory.Exists(folder)
            ? Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).LastOrDefault("")
            : "";
    }
}
