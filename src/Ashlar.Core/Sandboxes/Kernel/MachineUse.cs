using System.Buffers.Binary;

namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>What the machine as a whole uses.</summary>
/// <param name="Threads">Threads of all processes, modulo 65536.</param>
/// <param name="UsedMemory">Bytes that are not free; the cache of files counts as used.</param>
internal sealed record MachineUse(long Threads, long UsedMemory)
{
    // Offsets in struct sysinfo on 64-bit machines, sysinfo(2).
    private const int TotalMemory = 32;
    private const int FreeMemory = 40;
    private const int ThreadCount = 80;
    private const int MemoryUnit = 104;

    /// <summary>Asks the kernel.</summary>
    public static unsafe MachineUse Now()
    {
        var bytes = stackalloc byte[256];
        var info = new ReadOnlySpan<byte>(bytes, 256);
        if (Libc.SystemInfo(bytes) != 0)
        {
            return new MachineUse(long.MaxValue, long.MaxValue);
        }

        var unit = BinaryPrimitives.ReadUInt32LittleEndian(info[MemoryUnit..]);
        var used = BinaryPrimitives.ReadInt64LittleEndian(info[TotalMemory..]) - BinaryPrimitives.ReadInt64LittleEndian(info[FreeMemory..]);
        return new MachineUse(BinaryPrimitives.ReadUInt16LittleEndian(info[ThreadCount..]), used * unit);
    }
}
