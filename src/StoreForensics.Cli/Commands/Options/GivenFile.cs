using StoreForensics.Cli.Output.Places;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>Files that the examiner gives beside the evidence: rules, lists, templates, styles, notes.</summary>
internal static class GivenFile
{
    /// <summary>Refuses what is no regular file and no directory: a FIFO would be waited for without end, a device read without end, and a pipe
    /// cannot be read twice, as lists are. What is not there is told by who opens it.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public static void Check(string path)
    {
        if (FilePlace.ThisMachine.Find(path, follow: true) is { Shape: not (FileShape.File or FileShape.Directory) })
            throw new UsageException($"{DisplayText.Escape(path)}: no regular file (a pipe, a device or the like); give a file");
    }

    /// <summary>The same of all, and of what lies in those that are directories.</summary>
    /// <exception cref="UsageException">One is something else.</exception>
    public static void CheckAll(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            Check(path);
            try
            {
                foreach (string file in Directory.Exists(path) ? Directory.EnumerateFiles(path) : [])
                    Check(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"{DisplayText.Escape(path)} cannot be read: {DisplayText.Escape(e.Message)}");
            }
        }
    }
}
