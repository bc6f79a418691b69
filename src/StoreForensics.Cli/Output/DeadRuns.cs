using System.Text;
using System.Text.RegularExpressions;
using StoreForensics.Cli.Extraction;
using StoreForensics.Cli.Output.Places;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>
/// Clears away what a run of the same user left that was killed: its directory of temporary files, and the unfinished outputs that it wrote down there
/// before it made them. Only what that run made is touched: a name that it had drawn by lot, the same owner.
/// </summary>
internal static partial class DeadRuns
{
    private const int MaxDirectories = 1000;
    private const int MaxBytes = 1 << 20;

    /// <summary>A line of a run's own record: what it makes, and where.</summary>
    public static string Line(string path) => Convert.ToHexString(Encoding.UTF8.GetBytes(Path.GetFullPath(path)));

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
            {
                // Killed before it had a lock; one that is just beginning makes another.
                if (DrawnName().IsMatch(Path.GetFileName(directory)))
                    Directory.Delete(directory, recursive: false);
                return;
            }
            // Refused as long as its run lives.
            using var run = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 0);
            string[] lines = Lines(run);
            if (!DrawnName().IsMatch(Path.GetFileName(directory)) || lines is not ([] or [Scratch.RunMark, ..]))
                return;
            foreach (string line in lines.Skip(1))
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
        if (PathOf(line) is not { } path || !PartialName().IsMatch(Path.GetFileName(path)) || isEvidence(path))
            return;
        if (IsOwn(path, FileShape.File, out FileFacts? facts))
            File.Delete(path);
        else if (facts is { Shape: FileShape.Directory } && facts.Owner == Calls.User)
            DirectoryRemoval.Remove(path);
    }

    // As Path.GetRandomFileName draws them.
    [GeneratedRegex(@"^storeforensics-[a-z0-9]{8}\.[a-z0-9]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DrawnName();

    [GeneratedRegex(@"^\.storeforensics-[a-z0-9]{8}\.[a-z0-9]{3}\.partial\z", RegexOptions.CultureInvariant)]
    private static partial Regex PartialName();

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
