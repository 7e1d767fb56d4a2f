using System.Runtime.InteropServices;
using Ashlar.Core.Sandboxes.Bubblewrap;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Isolation;

/// <summary>Finds out what the isolation of commands can rest on, on this machine and for this user.</summary>
public static class SandboxProbe
{
    private const string Install = "Install bubblewrap (`apt-get install bubblewrap`, `dnf install bubblewrap`, `apk add bubblewrap`)";

    /// <summary>Every layer, in the order in which they build on each other.</summary>
    /// <param name="programs">The programs of the host.</param>
    public static IReadOnlyList<SandboxLayer> Layers(HostPrograms programs)
    {
        var program = BubblewrapProgram.Find(programs);
        return
        [
            Bash(programs),
            Bubblewrap(programs, program),
            Namespaces(program),
            Filter(),
            Networks(programs),
            ProcessBound(),
            Account(),
        ];
    }

    /// <summary>The first layer that is needed and missing, as the problem of whoever wanted to run commands; null where all are there.</summary>
    /// <param name="programs">The programs of the host.</param>
    public static Problem? Hindrance(HostPrograms programs) =>
        Layers(programs).FirstOrDefault(layer => layer.State == LayerState.Missing) is not { } missing
            ? null
            : new Problem("sandbox.missing", $"commands cannot be contained: {missing.Name}: {ShownText.Line(missing.Detail)}")
            {
                Remedy = $"{missing.Remedy}; `ashlar doctor` shows all layers, --unsafe-no-sandbox runs without",
            };

    private static SandboxLayer Bash(HostPrograms programs) =>
        programs.Bash is { } bash
            ? new SandboxLayer("bash", LayerState.Present, bash.Path)
            : new SandboxLayer("bash", LayerState.Missing, $"not on PATH{programs.PassedOver("bash")}", "Install bash");

    private static SandboxLayer Bubblewrap(HostPrograms programs, BubblewrapProgram? program) =>
        program is null
            ? new SandboxLayer(
                "bubblewrap",
                LayerState.Missing,
                $"bwrap is not on PATH or does not answer{programs.PassedOver("bwrap")}",
                Install
            )
            : new SandboxLayer("bubblewrap", LayerState.Present, $"{program.Path} {program.Version}");

    private static SandboxLayer Namespaces(BubblewrapProgram? program)
    {
        const string Name = "user namespaces";
        if (program is null)
        {
            return new SandboxLayer(Name, LayerState.Missing, "not tried without bubblewrap", Install);
        }

        string[] trial =
        [
            "--unshare-user",
            "--uid",
            "1000",
            "--gid",
            "1000",
            "--unshare-pid",
            "--unshare-net",
            "--unshare-ipc",
            "--unshare-uts",
            "--cap-drop",
            "ALL",
            "--ro-bind",
            "/",
            "/",
            "--dev",
            "/dev",
            "--proc",
            "/proc",
            "--",
            "/bin/sh",
            "-c",
            "exit 0",
        ];
        var result = ProgramOutput.Read(program.Program, trial, TimeSpan.FromSeconds(10));
        return result is (0, _)
            ? new SandboxLayer(Name, LayerState.Present, "processes, mounts, network and users can be separated")
            : new SandboxLayer(Name, LayerState.Missing, result?.Text.Trim() ?? "no answer", NamespaceRemedy());
    }

    private static string NamespaceRemedy() =>
        Setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1"
            ? "Allow bwrap user namespaces: add an AppArmor profile for it, or `sysctl kernel.apparmor_restrict_unprivileged_userns=0`"
        : Setting("/proc/sys/kernel/unprivileged_userns_clone") == "0" ? "Run `sysctl kernel.unprivileged_userns_clone=1`"
        : Setting("/proc/sys/user/max_user_namespaces") == "0" ? "Run `sysctl user.max_user_namespaces=10000`"
        : "In a container, start it with `--security-opt seccomp=unconfined --security-opt systempaths=unconfined`";

    private static string? Setting(string path) => File.Exists(path) ? OrdinaryFile.ReadAllText(path).Trim() : null;

    private static SandboxLayer Filter() =>
        SeccompFilter.Program() is null
            ? new SandboxLayer(
                "system-call filter",
                LayerState.Missing,
                $"none is known for {RuntimeInformation.OSArchitecture}",
                "Use an x86-64 or arm64 machine"
            )
        : File.Exists("/proc/sys/kernel/seccomp/actions_avail") ? new SandboxLayer("system-call filter", LayerState.Present, "seccomp")
        : new SandboxLayer(
            "system-call filter",
            LayerState.Missing,
            "the kernel has no seccomp",
            "Use a kernel with CONFIG_SECCOMP_FILTER"
        );

    private static SandboxLayer Networks(HostPrograms programs) =>
        programs.Nsenter is { } nsenter
            ? new SandboxLayer("shared network", LayerState.Present, nsenter.Path)
            : new SandboxLayer(
                "shared network",
                LayerState.Weaker,
                "nsenter is not on PATH: a server started by one command cannot be reached by the next",
                "Install util-linux"
            );

    private static SandboxLayer ProcessBound()
    {
        const string Name = "process bound";
        if (Libc.EffectiveUser() != 0)
        {
            return new SandboxLayer(Name, LayerState.Present, "by the kernel, for each command");
        }

        return ProcessCage.IsPossible()
            ? new SandboxLayer(Name, LayerState.Present, "by a control group for each command")
            : new SandboxLayer(
                Name,
                LayerState.Weaker,
                "the kernel does not bound root's processes and no control group can be made; a watch kills the command instead",
                "Run Ashlar as an ordinary user, or give it a writable cgroup with the pids controller"
            );
    }

    private static SandboxLayer Account() =>
        Libc.EffectiveUser() == 0
            ? new SandboxLayer(
                "ordinary user",
                LayerState.Weaker,
                "Ashlar runs as root: known root-only files are hidden from commands, others can be read",
                "Run Ashlar as an ordinary user"
            )
            : new SandboxLayer("ordinary user", LayerState.Present, "Ashlar does not run as root");
}
