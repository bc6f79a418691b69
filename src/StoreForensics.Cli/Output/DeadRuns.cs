using System.Globalization;
using System.Text;
using StoreForensics.Cli.Extraction;
using StoreForensics.Cli.Output.Places;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>
/// Clears away what a run of the same user left that was killed: its directory of temporary files, and the unfinished outputs that it wrote down there. Only
/// what that run made is touched: same device, same inode, a name of its kind, the same owner.
/// </summary>
internal static class DeadRuns
{
    private const int MaxDirectories = 1000;
    private const int MaxBytes = 1 << 20;

    /// <summary>A line of a run's own record: which file it made, and where.</summary>
    public static string Line(FileKey key, string path) =>
        string.Create(CultureInfo.InvariantCulture, $"{key.Device} {key.Inode} {Convert.ToHexString(Encoding.UTF8.GetBytes(Path.GetFullPath(path)))}");

    /// <param name="parent">Where temporary files go; null for the system's place.</param>
    /// <param name="isEvidence">Whether a path is evidence, which is never touched.</param>
    public static void Clear(string? parent, Func<string, bool> isEvidence)
    {
        if (!Calls.IsKnownSystem)
            return; // elsewhere nothing says whose a file is
        try
        {
            foreach (string directory in Directory.EnumerateDirectories(parent ?? Path.GetTempPath(), Scratch.Prefix + "*").Take(MaxDirectories))
                ClearIfDead(directory, isEvidence);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It cannot be listed: whatever lies there stays.
        }
    }

    private static void ClearIfDead(string directory, Func<string, bool> isEvidence)
    {
        const int ownersOnly = 0x1c0;
        try
        {
            if (!IsOwn(directory, FileShape.Directory, out FileFacts? facts) || facts?.Mode != ownersOnly || isEvidence(directory))
                return;
            string path = Path.Combine(directory, Scratch.RunFile);
            if (!IsOwn(path, FileShape.File, out _))
                return;
            // Refused as long as its run lives.
            using var run = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 0);
            if (Lines(run) is not [Scratch.RunMark, .. var unfinished])
                return;
            foreach (string line in unfinished)
                RemoveUnfinished(line, isEvidence);
            DirectoryRemoval.Remove(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It lives, or cannot be removed.
        }
    }

    private static string[] Lines(FileStream run)
    {
        byte[] text = new byte[(int)Math.Min(run.Length, MaxBytes)];
        run.ReadExactly(text);
        return Encoding.ASCII.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void RemoveUnfinished(string line, Func<string, bool> isEvidence)
    {
        if (line.Split(' ') is not [var device, var inode, var hex] || PathOf(hex) is not { } path)
            return;
        string name = Path.GetFileName(path);
        if (!name.StartsWith(UnfinishedOutputs.Prefix, StringComparison.Ordinal) || !name.EndsWith(UnfinishedOutputs.Suffix, StringComparison.Ordinal)
            || !(IsOwn(path, FileShape.File, out FileFacts? facts) || facts?.Shape == FileShape.Directory && facts.Owner == Calls.User)
            || !ulong.TryParse(device, CultureInfo.InvariantCulture, out ulong d) || !ulong.TryParse(inode, CultureInfo.InvariantCulture, out ulong i)
            || facts!.Key != new FileKey(d, i) || isEvidence(path))
            return;
        if (facts.Shape == FileShape.File)
            File.Delete(path);
        else
            DirectoryRemoval.Remove(path);
    }

    private static string? PathOf(string hex)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromHexString(hex)) is { } path && Path.IsPathFullyQualified(path) ? path : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsOwn(string path, FileShape shape, out FileFacts? facts)
    {
        facts = FilePlace.ThisMachine.Find(path, follow: false);
        return facts is not null && facts.Shape == shape && facts.Owner == Calls.User;
    }
}
