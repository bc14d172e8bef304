/* For systems that can add only a classic script: imports the module that lies beside this file. */
import(new URL('blog-elements.js', document.currentScript.src).href);
