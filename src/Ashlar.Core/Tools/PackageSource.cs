using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Tools;

/// <summary>Where packages come from, and what fetches them.</summary>
/// <param name="Installer">The program that fetches, as people know it.</param>
/// <param name="Address">The registry.</param>
/// <param name="Hosts">Hosts besides, from which it serves its packages.</param>
/// <param name="Variables">The variables by which the program finds it.</param>
/// <param name="Command">The shell line, up to the packages.</param>
internal sealed record PackageSource(string Installer, Uri Address, string[] Hosts, Dictionary<string, string> Variables, string Command)
{
    private const string SystemCertificates = "/etc/ssl/certs/ca-certificates.crt";

    /// <summary>The source that the environment names, else the public one.</summary>
    public static PackageSource Of(PackageRegistry registry, Func<string, string?> environment)
    {
        string? Set(params string[] names) => names.Select(environment).FirstOrDefault(value => value is { Length: > 0 });
        static Uri Named(string? set, string usual) =>
            Uri.TryCreate(set, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : new Uri(usual);

        // A sandbox has no HOME: what the user says there of certificates is said here, and the system's are usual.
        var certificates = Set("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE") ?? SystemCertificates;
        if (registry == PackageRegistry.Npm)
        {
            var npm = Named(Set("npm_config_registry", "NPM_CONFIG_REGISTRY"), "https://registry.npmjs.org/");
            return new PackageSource(
                "npm",
                npm,
                [],
                new(StringComparer.Ordinal)
                {
                    ["npm_config_registry"] = npm.AbsoluteUri,
                    ["npm_config_cafile"] = certificates,
                    ["npm_config_update_notifier"] = "false",
                },
                "npm install --ignore-scripts --no-audit --no-fund --loglevel=error --prefix . --"
            );
        }

        var index = Named(Set("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"), "https://pypi.org/simple/");
        const string Options = "install --only-binary :all: --target .";
        return new PackageSource(
            "pip",
            index,
            index.Host == "pypi.org" ? ["files.pythonhosted.org"] : [],
            new(StringComparer.Ordinal)
            {
                ["UV_DEFAULT_INDEX"] = index.AbsoluteUri,
                ["PIP_INDEX_URL"] = index.AbsoluteUri,
                ["SSL_CERT_FILE"] = certificates,
                ["PIP_CERT"] = certificates,
                ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1",
                ["PIP_NO_INPUT"] = "1",
            },
            $"if command -v uv >/dev/null; then set -- uv pip {Options} --; else set -- python3 -m pip {Options} --; fi; \"$@\""
        );
    }

    /// <summary>The address without a name and password in it.</summary>
    public string Shown => Address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>All that fetching may reach.</summary>
    public NetworkAccess Access => Address.IsLoopback ? new([Place], []) : new([], [Place, .. Hosts]) { AllowsPrivate = true };

    /// <summary>The shell line that fetches packages into the working directory.</summary>
    public string Line(IEnumerable<string> specs) => $"{Command} {string.Join(' ', specs.Select(spec => $"'{spec}'"))}";

    private string Place => Address.IsDefaultPort && !Address.IsLoopback ? Address.Host : $"{Address.Host}:{Address.Port}";
}
