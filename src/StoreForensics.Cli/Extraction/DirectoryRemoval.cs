namespace StoreForensics.Cli.Extraction;

/// <summary>Removes a directory that this program made, with all in it, by open directories and single names: it follows no link,
/// and names are bytes.</summary>
internal static class DirectoryRemoval
{
    // Of one directory on the way down: what is still to be removed of it.
    private sealed record Level(int Descriptor, byte[] Name, Queue<byte[]> Left);

    /// <summary>What cannot be removed stays.</summary>
    /// <param name="path">The directory; a link is left alone.</param>
    public static void Remove(string path)
    {
        int parent = Calls.OpenTarget(Path.GetDirectoryName(path)!);
        if (parent < 0)
            return;
        byte[] name = Calls.Name(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(path)));
        RemoveAll(parent, name);
        Calls.Close(parent);
    }

    private static void RemoveAll(int parent, byte[] name)
    {
        // Only the current directory is open, and the way back up is its "..": trees are deeper than a process may have files open.
        var above = new Stack<Level>();
        Level? at = Enter(parent, name);
        while (at is not null)
        {
            if (at.Left.TryDequeue(out byte[]? next))
            {
                if (Calls.Unlink(at.Descriptor, next) >= 0 || Enter(at.Descriptor, next) is not { } below)
                    continue;
                Calls.Close(at.Descriptor);
                above.Push(at);
                at = below;
                continue;
            }
            int up = above.Count > 0 ? Calls.OpenParent(at.Descriptor) : parent;
            Calls.Close(at.Descriptor);
            if (up < 0)
                return;
            _ = Calls.RemoveDirectory(up, at.Name);
            at = above.TryPop(out Level? last) ? last with { Descriptor = up } : null;
        }
    }

    private static Level? Enter(int parent, byte[] name)
    {
        // Recreated with the evidence's permissions, which may be the owner's own lack of any.
        int descriptor = Calls.OpenDirectory(parent, name);
        if (descriptor < 0 && Calls.ChangeMode(parent, name, 0x1c0) >= 0)
            descriptor = Calls.OpenDirectory(parent, name);
        if (descriptor < 0)
            return null;
        _ = Calls.ChangeMode(descriptor, 0x1c0);
        var names = new List<byte[]>();
        _ = Calls.List(descriptor, names);
        return new Level(descriptor, name, new Queue<byte[]>(names));
    }
}
