using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>
/// The system calls that commands may not make, as a classic BPF program for the kernel: ways to reach other processes, other mounts,
/// new namespaces, kernel keys and programs, and sockets of families that no ordinary program uses.
/// </summary>
internal static class SeccompFilter
{
    private const uint Allow = 0x7fff0000;
    private const uint NotPermitted = 0x00050000 | 1;
    private const uint NotImplemented = 0x00050000 | 38;
    private const uint KillProcess = 0x80000000;
    private const uint X32 = 0x40000000;
    private const uint NewNamespaces = 0x7e020000;
    private const ushort Load = 0x20;
    private const ushort JumpEqual = 0x15;
    private const ushort JumpAtLeast = 0x35;
    private const ushort JumpAnySet = 0x45;
    private const ushort Return = 0x06;
    private const int NumberOffset = 0;
    private const int ArchitectureOffset = 4;
    private const int FirstArgument = 16;
    private const int SecondArgument = 24;

    // Address families: kernel crypto; virtual machines.
    private static readonly uint[] Families = [38, 40];

    // TIOCSTI and TIOCLINUX push input into a terminal.
    private static readonly uint[] TerminalRequests = [0x5412, 0x541c];

    private static readonly uint[] CallsX64 =
    [
        101,
        103,
        134,
        153,
        155,
        161,
        163,
        165,
        166,
        167,
        168,
        169,
        172,
        173,
        175,
        176,
        179,
        180,
        246,
        248,
        249,
        250,
        272,
        298,
        304,
        308,
        310,
        311,
        312,
        313,
        320,
        321,
        323,
        425,
        426,
        427,
        428,
        429,
        430,
        431,
        432,
        433,
        438,
        442,
    ];

    private static readonly uint[] CallsArm64 =
    [
        39,
        40,
        41,
        51,
        60,
        89,
        97,
        104,
        105,
        106,
        116,
        117,
        142,
        217,
        218,
        219,
        224,
        225,
        241,
        265,
        268,
        270,
        271,
        272,
        273,
        280,
        282,
        294,
        425,
        426,
        427,
        428,
        429,
        430,
        431,
        432,
        433,
        438,
        442,
    ];

    /// <summary>The filter in memory, as bubblewrap reads it; null where there is none for this processor.</summary>
    public static SafeFileHandle? Open() => Program() is { } program ? MemoryText.Open(program) : null;

    /// <summary>The program for this machine, or null where none is known (then commands run without this layer).</summary>
    public static byte[]? Program() => Program(RuntimeInformation.OSArchitecture);

    /// <summary>The program for a machine, or null where none is known.</summary>
    public static byte[]? Program(Architecture architecture) =>
        architecture switch
        {
            Architecture.X64 => Build(new Machine(0xc000003e, CallsX64, Socket: 41, CloneCall: 56, Clone3: 435, Control: 16)),
            Architecture.Arm64 => Build(new Machine(0xc00000b7, CallsArm64, Socket: 198, CloneCall: 220, Clone3: 435, Control: 29)),
            _ => null,
        };

    private static byte[] Build(Machine machine)
    {
        var program = new List<Step>
        {
            new(Load, ArchitectureOffset),
            new(JumpEqual, machine.Architecture, 1, 0),
            new(Return, KillProcess),
            new(Load, NumberOffset),
            new(JumpAtLeast, X32, 0, 1),
            new(Return, NotPermitted),
        };
        foreach (var call in machine.Calls)
        {
            program.Add(new Step(JumpEqual, call, 0, 1));
            program.Add(new Step(Return, NotPermitted));
        }

        program.Add(new Step(JumpEqual, machine.Clone3, 0, 1));
        program.Add(new Step(Return, NotImplemented));
        AddArgument(program, machine.CloneCall, FirstArgument, JumpAnySet, [NewNamespaces]);
        AddArgument(program, machine.Control, SecondArgument, JumpEqual, TerminalRequests);
        AddArgument(program, machine.Socket, FirstArgument, JumpEqual, Families);
        program.Add(new Step(Return, Allow));
        return Encoded(program);
    }

    // Refuses one call when an argument matches one of the values; allows it otherwise.
    private static void AddArgument(List<Step> program, uint call, int argument, ushort jump, uint[] values)
    {
        program.Add(new Step(JumpEqual, call, 0, (byte)(values.Length * 2 + 2)));
        program.Add(new Step(Load, (uint)argument));
        foreach (var value in values)
        {
            program.Add(new Step(jump, value, 0, 1));
            program.Add(new Step(Return, NotPermitted));
        }

        program.Add(new Step(Return, Allow));
    }

    private static byte[] Encoded(List<Step> program)
    {
        var bytes = new byte[program.Count * 8];
        for (var i = 0; i < program.Count; i++)
        {
            var at = bytes.AsSpan(i * 8);
            BinaryPrimitives.WriteUInt16LittleEndian(at, program[i].Code);
            at[2] = program[i].WhenTrue;
            at[3] = program[i].WhenFalse;
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], program[i].Value);
        }

        return bytes;
    }

    private sealed record Step(ushort Code, uint Value, byte WhenTrue = 0, byte WhenFalse = 0);

    private sealed record Machine(uint Architecture, uint[] Calls, uint Socket, uint CloneCall, uint Clone3, uint Control);
}
