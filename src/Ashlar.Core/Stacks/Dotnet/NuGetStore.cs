using System.Xml;
using System.Xml.Linq;
using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Stacks.Dotnet;

/// <summary>.NET: the user's packages are a fallback folder beside a private one; folders that the user's configuration names as sources stay sources.</summary>
internal sealed class NuGetStore : IPackageStore
{
    private static readonly string[] Settings = [".nuget/NuGet/NuGet.Config", ".config/NuGet/NuGet.Config"];

    /// <inheritdoc/>
    public bool IsUsedBy(ReadOnlySpan<char> name) =>
        name.EndsWith("proj", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".sln", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".slnx", StringComparison.OrdinalIgnoreCase)
        || name.Equals("global.json", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public StoreView Find(UserPlaces user)
    {
        var packages = user.Folder("NUGET_PACKAGES", "", ".nuget/packages");
        var feeds = Feeds(user);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "1",
            ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        };
        if (packages is not null)
        {
            variables["NUGET_FALLBACK_PACKAGES"] = UserPlaces.Shown(packages);
        }

        if (feeds.Count > 0)
        {
            variables["RestoreAdditionalProjectSources"] = string.Join(';', feeds.Select(UserPlaces.Shown));
        }

        return new StoreView
        {
            Mounts = UserPlaces.Mounts([.. feeds, packages]),
            Variables = variables,
            Offline = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                // Known vulnerabilities are asked for over the network, and the answer that does not come is a warning.
                ["NuGetAudit"] = "false",
                ["RestoreIgnoreFailedSources"] = "true",
                // Without a network every source would be asked six times, a second apart, for every project: minutes for a solution.
                ["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1",
                ["NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS"] = "1",
            },
        };
    }

    // The configuration itself may hold credentials; commands never see it.
    private static List<string> Feeds(UserPlaces user)
    {
        var file = Settings.Select(path => Path.Combine(user.Home, path)).FirstOrDefault(File.Exists);
        if (file is null)
        {
            return [];
        }

        try
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return
            [
                .. XDocument
                    .Load(reader)
                    .Descendants("packageSources")
                    .Elements("add")
                    .Select(source => source.Attribute("value")?.Value ?? "")
                    .Where(value => value.StartsWith('/') && !value.Contains(';', StringComparison.Ordinal))
                    .Select(user.Existing)
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal),
            ];
        }
        catch (Exception trouble) when (trouble is XmlException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
