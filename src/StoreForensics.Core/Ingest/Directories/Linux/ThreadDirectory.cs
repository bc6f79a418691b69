using System.Runtime.ExceptionServices;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>Runs work on a thread of its own, which may change its working directory without the process
/// noticing: unshare(2) of CLONE_FS, for which no rights are needed but which a sandbox may forbid.</summary>
internal static class ThreadDirectory
{
    private const int FileSystemAttributes = 0x200; // CLONE_FS of linux/sched.h

    /// <param name="work">Told whether the thread has a working directory of its own.</param>
    public static void Run(Action<bool> work)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                work(LibC.Unshare(FileSystemAttributes) == 0);
            }
            catch (Exception e) // thrown again on the caller's thread
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        })
        { IsBackground = true, Name = "directory walk" };
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
