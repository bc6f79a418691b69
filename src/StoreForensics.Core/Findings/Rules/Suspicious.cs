namespace StoreForensics.Findings.Rules;

/// <summary>What several rules ask of a path.</summary>
internal static class Suspicious
{
    /// <summary>Whether a name in the path begins with a dot.</summary>
    public static bool IsHidden(ReadOnlySpan<byte> path)
    {
        for (int at = path.IndexOf("/."u8); at >= 0;)
        {
            ReadOnlySpan<byte> name = path[(at + 1)..];
            int end = name.IndexOf((byte)'/');
            name = end < 0 ? name : name[..end];
            if (name.Length > 1 && !IsHonest(name))
                return true;
            int next = path[(at + 1)..].IndexOf("/."u8);
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    /// <summary>Whether a file is a script by its ending.</summary>
    public static bool IsScript(ReadOnlySpan<byte> name) => EndsWith(name, ".sh"u8) || EndsWith(name, ".py"u8) || EndsWith(name, ".pl"u8)
        || EndsWith(name, ".elf"u8);

    /// <summary>Whether a web server would run it.</summary>
    public static bool IsWebScript(ReadOnlySpan<byte> name) =>
        EndsWith(name, ".php"u8) || EndsWith(name, ".phtml"u8) || EndsWith(name, ".phar"u8) || EndsWith(name, ".jsp"u8) || EndsWith(name, ".jspx"u8)
            || EndsWith(name, ".asp"u8) || EndsWith(name, ".aspx"u8) || EndsWith(name, ".cgi"u8) || EndsWith(name, ".war"u8);

    /// <summary>Whether a server of some language would run it, in a place that is served.</summary>
    public static bool IsServedScript(ReadOnlySpan<byte> name) => IsWebScript(name) || IsScript(name) || EndsWith(name, ".erb"u8) || EndsWith(name, ".rb"u8)
        || EndsWith(name, ".lua"u8) || EndsWith(name, ".cfm"u8) || EndsWith(name, ".cfc"u8) || EndsWith(name, ".ashx"u8) || EndsWith(name, ".asmx"u8)
        || EndsWith(name, ".shtml"u8) || EndsWith(name, ".fcgi"u8) || EndsWith(name, ".jspf"u8) || EndsWith(name, ".inc"u8) || EndsWith(name, ".js"u8)
        || EndsWith(name, ".mjs"u8) || EndsWith(name, ".cjs"u8) || EndsWith(name, ".groovy"u8);

    /// <summary>Whether a path is where servers of the web look for what they serve.</summary>
    public static bool IsServed(ReadOnlySpan<byte> path) => path.StartsWith("/srv/"u8) || path.StartsWith("/var/www/"u8) || path.IndexOf("/htdocs/"u8) >= 0
        || path.IndexOf("/public/"u8) >= 0 || path.IndexOf("/public_html/"u8) >= 0 || path.IndexOf("/www/"u8) >= 0 || path.IndexOf("/wwwroot/"u8) >= 0
        || path.IndexOf("/webapps/"u8) >= 0 || path.IndexOf("/cgi-bin/"u8) >= 0 || path.StartsWith("/usr/share/nginx/html/"u8);

    /// <summary>Whether a browser may be meant to run it.</summary>
    public static bool IsBrowserScript(ReadOnlySpan<byte> name) => EndsWith(name, ".js"u8) || EndsWith(name, ".mjs"u8);

    /// <summary>Whether a file is a text by its ending.</summary>
    public static bool IsTextName(ReadOnlySpan<byte> name) => EndsWith(name, ".json"u8) || EndsWith(name, ".conf"u8) || EndsWith(name, ".cfg"u8)
        || EndsWith(name, ".ini"u8) || EndsWith(name, ".yml"u8) || EndsWith(name, ".yaml"u8) || EndsWith(name, ".toml"u8) || EndsWith(name, ".txt"u8)
        || EndsWith(name, ".xml"u8) || EndsWith(name, ".properties"u8) || EndsWith(name, ".env"u8) || EndsWith(name, ".html"u8) || EndsWith(name, ".log"u8)
        || EndsWith(name, ".config"u8);

    /// <summary>Where programs and libraries of the system lie.</summary>
    public static bool IsProgramPlace(ReadOnlySpan<byte> path) => path.StartsWith("/bin/"u8) || path.StartsWith("/sbin/"u8) || path.StartsWith("/usr/bin/"u8)
        || path.StartsWith("/usr/sbin/"u8) || path.StartsWith("/usr/local/"u8) || path.StartsWith("/lib/"u8) || path.StartsWith("/usr/lib/"u8);

    /// <summary>Where anybody may write.</summary>
    public static bool IsTemporary(ReadOnlySpan<byte> path) =>
        path.StartsWith("/tmp/"u8) || path.StartsWith("/var/tmp/"u8) || path.StartsWith("/dev/shm/"u8) || path.StartsWith("/run/shm/"u8)
            || path.StartsWith("/run/lock/"u8);

    private static bool EndsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> end)
    {
        if (name.Length <= end.Length)
            return false;
        ReadOnlySpan<byte> tail = name[^end.Length..];
        for (int i = 0; i < end.Length; i++)
        {
            if ((tail[i] | 0x20) != end[i] && tail[i] != end[i])
                return false;
        }
        return true;
    }

    // Names with a dot that packages and tools make.
    private static bool IsHonest(ReadOnlySpan<byte> name) =>
        name.SequenceEqual(".bin"u8) || name.StartsWith(".git"u8) || name.SequenceEqual(".pwd.lock"u8) || name.SequenceEqual(".updated"u8)
            || name.SequenceEqual(".placeholder"u8) || name.SequenceEqual(".keep"u8)
        || name.SequenceEqual(".dockerenv"u8) || name.SequenceEqual(".dockerinit"u8) || name.SequenceEqual(".bashrc"u8) || name.SequenceEqual(".profile"u8)
            || name.SequenceEqual(".bash_logout"u8) || name.SequenceEqual(".wget-hsts"u8)
        || name.SequenceEqual(".npmrc"u8) || name.SequenceEqual(".npmignore"u8) || name.SequenceEqual(".editorconfig"u8) || name.StartsWith(".eslint"u8)
            || name.StartsWith(".prettier"u8) || name.StartsWith(".travis"u8)
        || name.SequenceEqual(".build-id"u8) || name.SequenceEqual(".hmac"u8) || name.SequenceEqual(".ssh"u8) || name.SequenceEqual(".gnupg"u8)
            || name.SequenceEqual(".config"u8) || name.SequenceEqual(".local"u8)
        || name.SequenceEqual(".package-lock.json"u8) || name.SequenceEqual(".yarn-integrity"u8) || name.SequenceEqual(".lock"u8)
            || name.SequenceEqual(".java"u8) || name.SequenceEqual(".dotnet"u8) || name.SequenceEqual(".nuget"u8) || name.StartsWith(".wh."u8);
}
