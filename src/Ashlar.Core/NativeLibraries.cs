using System.Runtime.InteropServices;

// The C library comes from the system's own folders, never from one beside the program or the one it is started in.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
