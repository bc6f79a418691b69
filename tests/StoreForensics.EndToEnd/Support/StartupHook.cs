using System.Reflection;
using System.Runtime.InteropServices;

/// <summary>
/// Runs inside the built program, where the runtime calls it before <c>Main</c> (DOTNET_STARTUP_HOOKS): takes calls from standard input, makes each one with
/// standard output and standard error led to files, and answers with its exit code. So hundreds of calls share what a process must do once. Nothing of the
/// program knows of it, and nothing here is of the tests' libraries, which are not beside the program.
/// </summary>
#pragma warning disable CA1050 // The runtime looks for the type without a namespace.
public static unsafe class StartupHook
#pragma warning restore CA1050
{
    private const int WriteOnly = 1, ReadOnly = 0, CreateTruncated = 0x40 | 0x200, Private = 0x180;

    public static void Initialize()
    {
        using var calls = new BinaryReader(Descriptor(Duplicate(0)));
        using var answers = new BinaryWriter(Descriptor(Duplicate(1)));
        Lead(0, "/dev/null", ReadOnly);
        MethodInfo main = Assembly.Load("storeforensics").EntryPoint!;
        while (true)
        {
            string directory;
            try
            {
                directory = calls.ReadString();
            }
            catch (EndOfStreamException)
            {
                Environment.Exit(0);
                return;
            }
            Lead(1, calls.ReadString(), WriteOnly | CreateTruncated);
            Lead(2, calls.ReadString(), WriteOnly | CreateTruncated);
            string[] arguments = new string[calls.ReadInt32()];
            for (int i = 0; i < arguments.Length; i++)
                arguments[i] = calls.ReadString();
            Environment.CurrentDirectory = directory;
            answers.Write((int)main.Invoke(null, [arguments])!);
            answers.Flush();
        }
    }

    private static FileStream Descriptor(int descriptor) =>
        new(new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true), FileAccess.ReadWrite, 1);

    private static void Lead(int descriptor, string path, int flags)
    {
        fixed (byte* name = System.Text.Encoding.UTF8.GetBytes(path + '\0'))
        {
            int opened = Open(name, flags, Private);
            _ = Duplicate(opened, descriptor);
            _ = Close(opened);
        }
    }

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Duplicate(int descriptor, int target);

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte* path, int flags, int mode);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
