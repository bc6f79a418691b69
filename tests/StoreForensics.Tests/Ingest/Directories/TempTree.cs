using System.Diagnostics;
using System.Text;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Directories;
using StoreForensics.Ingest.Directories.Linux;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Ingest.Directories;

/// <summary>A small directory of one test, and what opening it as evidence gives. Ignores the test where there is no Linux.</summary>
internal sealed class TempTree : IDisposable
{
    public TempTree()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Made by libc calls of Linux.");
        Root = Directory.CreateTempSubdirectory("sf-directory-").FullName;
        Make = new TestLibC(Root);
    }

    public string Root { get; }

    public TestLibC Make { get; }

    public ProblemLog Problems { get; } = new();

    /// <summary>Codes of the problems that are more than a note, access times apart: those depend on who runs the tests.</summary>
    public string[] Codes => [.. Problems.Sorted().Where(p => p.Severity != ProblemSeverity.Note && p.Code != "SF-DIR-0006").Select(p => p.Code)];

    public TempTree File(string path, string content = "content")
    {
        Make.File(Bytes(path), Bytes(content));
        return this;
    }

    public TempTree Folder(string path)
    {
        Make.Directory(Bytes(path));
        return this;
    }

    public TempTree Symlink(string path, string target)
    {
        Make.Symlink(Bytes(path), Bytes(target));
        return this;
    }

    public DirectorySource Open(Action<long, long?>? progress = null) => DirectorySource.Open(Root, Options(progress));

    /// <summary>As a user reads who may not have a mount of their own.</summary>
    public DirectorySource OpenPlainly() => DirectorySource.Open(Root, new LinuxDirectory(Root, Options(), usePrivateMount: false));

    public OpenOptions Options(Action<long, long?>? progress = null) => new() { Scratch = new Scratch(), Problems = Problems, Progress = progress };

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static int Find(DirectorySource source, string path) => source.Tree.Find(0, Bytes(path));

    public static string Read(DirectorySource source, string path)
    {
        using var reader = new StreamReader(source.Open(Find(source, path)), Encoding.Latin1);
        return reader.ReadToEnd();
    }

    public static string[] Paths(DirectorySource source) =>
        [.. Enumerable.Range(1, source.Tree.Count - 1).Select(n => source.Tree.PathOf(n)).Order().Select(p => p.ToString())];

    /// <summary>Runs on a thread of its own, for what changes a thread for good.</summary>
    public static void OnThread(Action work)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    public void Dispose()
    {
        using var rm = Process.Start("rm", ["-rf", "--", Root]);
        rm.WaitForExit();
    }
}
