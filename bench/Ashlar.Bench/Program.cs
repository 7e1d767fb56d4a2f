using Ashlar.Bench;

// Measures the published program against a model server that answers at once: what is left is the harness.
// Usage: dotnet run --project bench/Ashlar.Bench -c Release -- BINARY [startup] [turns] [eight] [resume]; without names, all.
// With `launch` alone: the start of a sandboxed command, which needs no binary; with `runs N`: so many runs in one process at once, likewise.
if (args is ["launch"])
{
    return await LaunchTimes.PrintAsync() ? 0 : 2;
}

if (args is ["runs", var count])
{
    return await ManyRunsTimes.PrintAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)) ? 0 : 1;
}

if (args.Length == 0 || !File.Exists(args[0]))
{
    await Console.Error.WriteLineAsync("usage: Ashlar.Bench BINARY [startup] [turns] [eight] [resume]");
    return 2;
}

var all = args.Length == 1;
using var scene = await Scene.CreateAsync(Path.GetFullPath(args[0]));
Console.WriteLine($"Load average at the start: {(await File.ReadAllTextAsync("/proc/loadavg")).Trim()}");
Console.WriteLine();
Console.WriteLine("| what | result |");
Console.WriteLine("| --- | --- |");
if (all || args.Contains("startup"))
{
    await Measurements.StartAsync(scene);
}

if (all || args.Contains("turns"))
{
    await Measurements.TurnsAsync(scene);
}

if (all || args.Contains("eight"))
{
    await Measurements.EightAsync(scene);
}

if (all || args.Contains("resume"))
{
    await Measurements.ResumeAsync(scene);
}

return 0;
